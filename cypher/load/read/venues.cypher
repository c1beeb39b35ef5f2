// One row per venue, as an import compares it with the file.
// params:  none
// columns: id string, name string, kind string, lon float, lat float, x float, y float, to_grids list
MATCH (v:Venue)
OPTIONAL MATCH (v)-[:COVERS]->(g:Grid)
WITH v, collect(g.id) AS grids
RETURN v.id AS id, v.name AS name, v.kind AS kind, v.lon AS lon, v.lat AS lat, v.x AS x, v.y AS y,
       grids AS to_grids
ORDER BY id

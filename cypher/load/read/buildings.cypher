// One row per building, as an import compares it with the file.
// params:  none
// columns: id string, name string, kind string, address string, lon float, lat float, x float, y float, placed string, to_grid string, to_property_company string
MATCH (b:Building)
OPTIONAL MATCH (b)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (b)<-[:MANAGES]-(o:Organisation)
RETURN b.id AS id, b.name AS name, b.kind AS kind, b.address AS address, b.lon AS lon, b.lat AS lat,
       b.x AS x, b.y AS y, b.placed AS placed, g.id AS to_grid, o.id AS to_property_company
ORDER BY id

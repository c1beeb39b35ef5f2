// One row per team, as an import compares it with the file.
// params:  none
// columns: id string, name string, kind string, to_grids list, to_members list
MATCH (t:Team)
OPTIONAL MATCH (t)-[:COVERS]->(g:Grid)
WITH t, collect(g.id) AS grids
OPTIONAL MATCH (t)<-[:JOINED]-(m:Member)
WITH t, grids, collect(m.id) AS members
RETURN t.id AS id, t.name AS name, t.kind AS kind, grids AS to_grids, members AS to_members
ORDER BY id

// One row per organisation, as an import compares it with the file.
// params:  none
// columns: id string, name string, kind string, to_parent string, to_grid string
MATCH (o:Organisation)
OPTIONAL MATCH (o)-[:PART_OF]->(above:Organisation)
OPTIONAL MATCH (o)-[:GOVERNS]->(g:Grid)
RETURN o.id AS id, o.name AS name, o.kind AS kind, above.id AS to_parent, g.id AS to_grid
ORDER BY id

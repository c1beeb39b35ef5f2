// One row per grid, as an import compares it with the file.
// params:  none
// columns: id string, name string, level string, ord int, path list, to_parent string
MATCH (g:Grid)
OPTIONAL MATCH (g)-[:PART_OF]->(above:Grid)
RETURN g.id AS id, g.name AS name, g.level AS level, g.ord AS ord, g.path AS path, above.id AS to_parent
ORDER BY id

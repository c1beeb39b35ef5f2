// One row per organisation: what stands above it, and the paths of the grids that it governs.
// params:  none
// columns: organisation string, name string, kind string, parent string, governs list (paths)
MATCH (o:Organisation)
OPTIONAL MATCH (o)-[:PART_OF]->(above:Organisation)
OPTIONAL MATCH (o)-[:GOVERNS]->(g:Grid)
WITH o, above, collect(g.path) AS governs
RETURN o.id AS organisation, o.name AS name, o.kind AS kind, above.id AS parent, governs
ORDER BY organisation

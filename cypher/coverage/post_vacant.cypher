// One row per post of the subtree without a holder. `of` is the grid, organisation or building that it belongs to.
// An organisation lies where it governs, else where one above it does; without any, in the county alone.
// params:  grid string (subtree root)
// columns: post string, title string, kind string, of string, path list
MATCH (p:Post)-[:OF]->(of)
WHERE NOT EXISTS { MATCH (p)<-[:HOLDS]-(:Member) }
OPTIONAL MATCH (of)-[:IN_GRID]->(around:Grid)
OPTIONAL MATCH (of)-[:PART_OF*0..]->(:Organisation)-[:GOVERNS]->(governed:Grid)
WITH p, of, around, collect(governed.path) AS governed
WITH p, of, coalesce(of.path, around.path,
     reduce(nearest = ['county'], path IN governed | CASE WHEN size(path) > size(nearest) THEN path ELSE nearest END)
     ) AS path
WHERE $grid IN path
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, path
ORDER BY post

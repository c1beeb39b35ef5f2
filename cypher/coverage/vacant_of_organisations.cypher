// One row per post of an organisation without a holder, and the paths of the grids that the organisation governs or,
// when it governs none, one above it.
// params:  none
// columns: post string, title string, kind string, of string, governed list (paths)
MATCH (o:Organisation)<-[:OF]-(p:Post)
WHERE size([(p)<-[:HOLDS]-(m:Member) | 1]) = 0
OPTIONAL MATCH (o)-[:PART_OF*0..]->(:Organisation)-[:GOVERNS]->(g:Grid)
RETURN p.id AS post, p.title AS title, p.kind AS kind, o.id AS of, collect(g.path) AS governed
ORDER BY post

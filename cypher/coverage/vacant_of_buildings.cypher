// One row: the posts of the subtree's buildings without a holder, as rows of [id, title, kind, building, path].
// params:  grid string (subtree root)
// columns: posts list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(b:Building)<-[:OF]-(p:Post)
WHERE size([(p)<-[:HOLDS]-(m:Member) | 1]) = 0
RETURN collect([p.id, p.title, p.kind, b.id, g.path]) AS posts

// One row per grid of these and head, area leader or commander of it, with the holder, whatever the status; one row for
// a grid without such a post.
// params:  grids list (ids)
// columns: grid string, level string, path list, post string, title string, kind string, member string, name string, status string
UNWIND $grids AS id
MATCH (g:Grid {id: id})
OPTIONAL MATCH (g)<-[:OF]-(p:Post)
WHERE p.kind IN ['grid_head', 'area_leader', 'commander']
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN g.id AS grid, g.level AS level, g.path AS path, p.id AS post, p.title AS title, p.kind AS kind,
       m.id AS member, m.name AS name, m.status AS status
ORDER BY grid, post, member

// One row per post of each of these grids, with its holder, whatever the holder's status.
// params:  grids list (ids)
// columns: post string, title string, kind string, of string, path list, member string, name string, status string
UNWIND $grids AS id
MATCH (g:Grid {id: id})<-[:OF]-(p:Post)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, g.id AS of, g.path AS path,
       m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

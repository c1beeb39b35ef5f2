// One row per post of a building, with its holder, whatever the holder's status.
// params:  building string
// columns: post string, title string, kind string, of string, path list, member string, name string, status string
MATCH (b:Building {id: $building})<-[:OF]-(p:Post)
MATCH (b)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, b.id AS of, g.path AS path,
       m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

// One row per post of a commander, wherever it belongs, with its holder. Columns as in posts/all.
// params:  none
// columns: post string, title string, kind string, of string, owner string, path list, member string, name string, status string
MATCH (p:Post {kind: 'commander'})-[:OF]->(of)
OPTIONAL MATCH (of)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, labels(of)[0] AS owner,
       coalesce(of.path, g.path) AS path, m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

// One row per post of the county, with its holder, whatever the holder's status. `owner` is the label of `of`;
// `path` is a grid's own or that around a building, and null for an organisation.
// params:  none
// columns: post string, title string, kind string, of string, owner string, path list, member string, name string, status string
MATCH (p:Post)-[:OF]->(of)
OPTIONAL MATCH (of)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, labels(of)[0] AS owner,
       coalesce(of.path, g.path) AS path, m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

// One row per area leader and commander of the county, with its holder, whatever his status. `path`: of a grid that the
// post is of, or around a building; null for an organisation.
// params:  none
// columns: post string, title string, kind string, of string, owner string, path list, member string, name string, status string
UNWIND ['area_leader', 'commander'] AS kind
MATCH (p:Post {kind: kind})-[:OF]->(of)
OPTIONAL MATCH (of)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, labels(of)[0] AS owner,
       coalesce(of.path, g.path) AS path, m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

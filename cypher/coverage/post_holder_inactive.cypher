// One row per post whose holder is on leave or gone: no vacancy, but somebody has to stand in.
// params:  none
// columns: post string, title string, kind string, of string, member string, status string
MATCH (m:Member)-[:HOLDS]->(p:Post)-[:OF]->(of)
WHERE m.status <> 'active'
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, m.id AS member, m.status AS status
ORDER BY post, member

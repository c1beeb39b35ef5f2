// One row per post of an organisation, with its holder, whatever the holder's status.
// params:  none
// columns: post string, title string, kind string, of string, member string, name string, status string
MATCH (o:Organisation)<-[:OF]-(p:Post)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, o.id AS of, m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

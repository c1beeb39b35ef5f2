// One row per post, as an import compares it with the file.
// params:  none
// columns: id string, title string, kind string, since_on string, to_of string, to_member string
MATCH (p:Post)
OPTIONAL MATCH (p)-[:OF]->(of)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS id, p.title AS title, p.kind AS kind, p.since_on AS since_on,
       labels(of)[0] + ':' + of.id AS to_of, m.id AS to_member
ORDER BY id

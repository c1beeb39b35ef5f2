// One row per visit, as an import compares it with the file.
// params:  none
// columns: id string, at_ms int, topics list, note string, to_member string, to_household string
MATCH (v:Visit)
OPTIONAL MATCH (v)-[:MADE_BY]->(m:Member)
OPTIONAL MATCH (v)-[:OF]->(h:Household)
RETURN v.id AS id, v.at_ms AS at_ms, v.topics AS topics, v.note AS note, m.id AS to_member,
       h.id AS to_household
ORDER BY id

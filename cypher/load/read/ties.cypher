// One row per tie, as an import compares it with the file.
// params:  none
// columns: member string, household string, kind string, status string, at_ms int, reason string
MATCH (m:Member)-[t:TIED]->(h:Household)
RETURN m.id AS member, h.id AS household, t.kind AS kind, t.status AS status, t.at_ms AS at_ms, t.reason AS reason
ORDER BY household, member, kind

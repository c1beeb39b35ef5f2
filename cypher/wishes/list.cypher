// One row per wish, declined ones too.
// params:  none
// columns: member string, household string, kind string, status string, at_ms int, reason string
MATCH (m:Member)-[t:TIED]->(h:Household)
WHERE t.kind IN ['household_prefers', 'member_prefers']
RETURN m.id AS member, h.id AS household, t.kind AS kind, coalesce(t.status, 'open') AS status, t.at_ms AS at_ms,
       t.reason AS reason
ORDER BY household, member, kind

// One row per tie of an active member that a plan looks at: not declined, and no pairing.
// params:  none
// columns: member string, household string, kind string
MATCH (m:Member {status: 'active'})-[t:TIED]->(h:Household)
WHERE t.kind <> 'paired' AND coalesce(t.status, 'open') <> 'declined'
RETURN m.id AS member, h.id AS household, t.kind AS kind
ORDER BY household, member, kind

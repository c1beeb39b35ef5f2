// One row: a tie with what was stated of it; a property that is null is taken away.
// params:  member string, household string, kind string, props map
// columns: status string
MATCH (m:Member {id: $member})
MATCH (h:Household {id: $household})
MERGE (m)-[t:TIED {kind: $kind}]->(h)
SET t += $props
RETURN t.status AS status

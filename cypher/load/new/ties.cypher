// Writes new ties of a member and a household.
// params:  rows list (member, household, kind, set)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
CREATE (m)-[t:TIED {kind: row.kind}]->(h)
SET t += row.set

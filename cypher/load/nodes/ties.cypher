// Writes ties of a member and a household, one of each kind; a property that is null is taken away.
// params:  rows list (member, household, kind, set)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
MERGE (m)-[t:TIED {kind: row.kind}]->(h)
SET t += row.set

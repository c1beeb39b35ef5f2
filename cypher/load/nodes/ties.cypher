// Writes ties of a member and a household, one of each kind; a property that is null is taken away. The file's word is
// the last: what was stated before it is over.
// params:  rows list (member, household, kind, set)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
MERGE (m)-[t:TIED {kind: row.kind}]->(h)
SET t += row.set
REMOVE t.stated, t.file_status, t.file_at_ms, t.file_reason

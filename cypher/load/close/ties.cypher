// Removes ties that the county no longer has.
// params:  rows list (member, household, kind)
// columns: none
UNWIND $rows AS row
MATCH (:Member {id: row.member})-[t:TIED {kind: row.kind}]->(:Household {id: row.household})
DELETE t

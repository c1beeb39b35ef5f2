// Takes building and micro-grid off households, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (h:Household {id: row.id})-[old:LIVES_IN|IN_GRID]->()
DELETE old

// Takes member and household off visits, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (v:Visit {id: row.id})-[old:MADE_BY|OF]->()
DELETE old

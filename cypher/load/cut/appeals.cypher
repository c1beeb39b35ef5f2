// Takes the household and the appeal about the same off appeals, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (a:Appeal {id: row.id})-[old:RAISED_BY|SAME_AS]->()
DELETE old

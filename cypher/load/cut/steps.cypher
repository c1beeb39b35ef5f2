// Takes actors and the next step off steps, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (s:Step {id: row.id})-[old:FROM|TO|NEXT]->()
DELETE old

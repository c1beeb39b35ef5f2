// Takes the household off persons, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (p:Person {id: row.id})-[old:OF]->()
DELETE old

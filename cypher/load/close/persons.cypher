// Removes persons that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (p:Person {id: row.id})
DETACH DELETE p

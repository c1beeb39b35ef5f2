// Removes departments that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (d:Department {id: row.id})
DETACH DELETE d

// Removes buildings that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (b:Building {id: row.id})
DETACH DELETE b

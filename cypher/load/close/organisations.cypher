// Removes organisations that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (o:Organisation {id: row.id})
DETACH DELETE o

// Removes teams that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (t:Team {id: row.id})
DETACH DELETE t

// Removes venues that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (v:Venue {id: row.id})
DETACH DELETE v

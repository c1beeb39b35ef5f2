// Removes posts that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (p:Post {id: row.id})
DETACH DELETE p

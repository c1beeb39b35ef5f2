// Removes grids that the county no longer has.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (g:Grid {id: row.id})
DETACH DELETE g

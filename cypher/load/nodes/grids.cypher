// Writes grids: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (g:Grid {id: row.id})
SET g += row.set

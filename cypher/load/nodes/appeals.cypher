// Writes appeals: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (a:Appeal {id: row.id})
SET a += row.set

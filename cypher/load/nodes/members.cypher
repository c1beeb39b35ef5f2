// Writes members: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (m:Member {id: row.id})
SET m += row.set

// Writes persons: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (p:Person {id: row.id})
SET p += row.set

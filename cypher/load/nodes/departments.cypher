// Writes departments: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (d:Department {id: row.id})
SET d += row.set

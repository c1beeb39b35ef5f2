// Writes visits: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (v:Visit {id: row.id})
SET v += row.set

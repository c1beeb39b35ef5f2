// Writes organisations: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (o:Organisation {id: row.id})
SET o += row.set

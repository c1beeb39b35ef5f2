// Writes teams: a new one or the one with this id; a property that is null is taken away.
// params:  rows list (id, set)
// columns: none
UNWIND $rows AS row
MERGE (t:Team {id: row.id})
SET t += row.set

// Gives visits the household that was visited.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (v:Visit {id: row.id})
MATCH (h:Household {id: row.to})
MERGE (v)-[:OF]->(h)

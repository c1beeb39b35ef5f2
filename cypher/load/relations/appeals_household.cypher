// Gives appeals the household that raised them.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (a:Appeal {id: row.id})
MATCH (h:Household {id: row.to})
MERGE (a)-[:RAISED_BY]->(h)

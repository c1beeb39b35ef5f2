// Joins appeals with the earlier one about the same thing.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (a:Appeal {id: row.id})
MATCH (earlier:Appeal {id: row.to})
MERGE (a)-[:SAME_AS]->(earlier)

// Gives visits the member who made them.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (v:Visit {id: row.id})
MATCH (m:Member {id: row.to})
MERGE (v)-[:MADE_BY]->(m)

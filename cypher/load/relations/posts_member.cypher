// Gives posts their holder.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (p:Post {id: row.id})
MATCH (m:Member {id: row.to})
MERGE (m)-[:HOLDS]->(p)

// Puts members into teams.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (t:Team {id: row.id})
MATCH (m:Member {id: row.to})
MERGE (m)-[:JOINED]->(t)

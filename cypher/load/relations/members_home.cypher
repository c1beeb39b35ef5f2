// Gives members the building that they live in.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.id})
MATCH (b:Building {id: row.to})
MERGE (m)-[:LIVES_IN]->(b)

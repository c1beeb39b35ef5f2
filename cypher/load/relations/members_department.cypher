// Gives members the department that they work in.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.id})
MATCH (d:Department {id: row.to})
MERGE (m)-[:WORKS_IN]->(d)

// Gives steps the member that they come from.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (s:Step {id: row.id})
MATCH (a:Member {id: row.to})
MERGE (s)-[:FROM]->(a)

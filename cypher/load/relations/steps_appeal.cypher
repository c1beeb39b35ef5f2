// Puts steps under their appeal.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (s:Step {id: row.id})
MATCH (a:Appeal {id: row.to})
MERGE (a)-[:HAS_STEP]->(s)

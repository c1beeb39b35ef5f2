// Writes new steps under their appeal.
// params:  rows list (id, appeal, set)
// columns: none
UNWIND $rows AS row
MATCH (a:Appeal {id: row.appeal})
CREATE (s:Step {id: row.id})
SET s += row.set
CREATE (a)-[:HAS_STEP]->(s)

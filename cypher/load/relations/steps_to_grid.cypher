// Gives steps the grid that they go to.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (s:Step {id: row.id})
MATCH (a:Grid {id: row.to})
MERGE (s)-[:TO]->(a)

// Joins the steps of an appeal in their order.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (s:Step {id: row.id})
MATCH (after:Step {id: row.to})
MERGE (s)-[:NEXT]->(after)

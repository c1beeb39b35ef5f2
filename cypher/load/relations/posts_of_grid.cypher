// Gives posts the grid that they belong to.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (p:Post {id: row.id})
MATCH (of:Grid {id: row.to})
MERGE (p)-[:OF]->(of)

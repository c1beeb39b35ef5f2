// Gives posts the organisation that they belong to.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (p:Post {id: row.id})
MATCH (of:Organisation {id: row.to})
MERGE (p)-[:OF]->(of)

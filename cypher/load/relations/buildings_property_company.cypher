// Gives buildings the company that manages them.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (b:Building {id: row.id})
MATCH (o:Organisation {id: row.to})
MERGE (o)-[:MANAGES]->(b)

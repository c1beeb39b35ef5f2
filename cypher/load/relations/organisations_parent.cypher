// Puts organisations below another one.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (o:Organisation {id: row.id})
MATCH (above:Organisation {id: row.to})
MERGE (o)-[:PART_OF]->(above)

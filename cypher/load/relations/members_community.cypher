// Gives members the organisation that they reported to.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.id})
MATCH (o:Organisation {id: row.to})
MERGE (m)-[:REPORTED_TO]->(o)

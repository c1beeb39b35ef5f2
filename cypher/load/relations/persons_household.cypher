// Puts persons in need into their household.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (p:Person {id: row.id})
MATCH (h:Household {id: row.to})
MERGE (p)-[:OF]->(h)

// Writes new persons in need into their household.
// params:  rows list (id, household, set)
// columns: none
UNWIND $rows AS row
MATCH (h:Household {id: row.household})
CREATE (p:Person {id: row.id})
SET p += row.set
CREATE (p)-[:OF]->(h)

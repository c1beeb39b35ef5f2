// Writes new visits with the member who made them and the household.
// params:  rows list (id, member, household, set)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
CREATE (v:Visit {id: row.id})
SET v += row.set
CREATE (v)-[:MADE_BY]->(m)
CREATE (v)-[:OF]->(h)

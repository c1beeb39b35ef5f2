// Puts households into their building.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (h:Household {id: row.id})
MATCH (b:Building {id: row.to})
MERGE (h)-[:LIVES_IN]->(b)

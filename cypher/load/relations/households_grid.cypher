// Lays households into their micro-grid, their own or that of the building.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (h:Household {id: row.id})
MATCH (g:Grid {id: row.to})
MERGE (h)-[:IN_GRID]->(g)

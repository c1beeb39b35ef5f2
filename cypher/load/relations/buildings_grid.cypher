// Lays buildings into their micro-grid.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (b:Building {id: row.id})
MATCH (g:Grid {id: row.to})
MERGE (b)-[:IN_GRID]->(g)

// Writes new households into their building and their micro-grid.
// params:  rows list (id, building, grid, set)
// columns: none
UNWIND $rows AS row
MATCH (b:Building {id: row.building})
MATCH (g:Grid {id: row.grid})
CREATE (h:Household {id: row.id})
SET h += row.set
CREATE (h)-[:LIVES_IN]->(b)
CREATE (h)-[:IN_GRID]->(g)

// Lays grids into the grid above.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (g:Grid {id: row.id})
MATCH (above:Grid {id: row.to})
MERGE (g)-[:PART_OF]->(above)

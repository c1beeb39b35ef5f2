// Gives organisations the grid that they govern.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (o:Organisation {id: row.id})
MATCH (g:Grid {id: row.to})
MERGE (o)-[:GOVERNS]->(g)

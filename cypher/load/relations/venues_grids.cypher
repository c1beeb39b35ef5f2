// Gives venues the grids that they cover.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (v:Venue {id: row.id})
MATCH (g:Grid {id: row.to})
MERGE (v)-[:COVERS]->(g)

// Gives teams the grids that they cover.
// params:  rows list (id, to)
// columns: none
UNWIND $rows AS row
MATCH (t:Team {id: row.id})
MATCH (g:Grid {id: row.to})
MERGE (t)-[:COVERS]->(g)

// One row: the ids of the grids that some team covers.
// params:  none
// columns: grids list
MATCH (t:Team)-[:COVERS]->(g:Grid)
RETURN collect(DISTINCT g.id) AS grids

// One row per building: where it stands, in metres, and its own micro-grid, whatever its households say.
// params:  none
// columns: building string, x float, y float, grid string
MATCH (b:Building)-[:IN_GRID]->(g:Grid)
RETURN b.id AS building, b.x AS x, b.y AS y, g.id AS grid
ORDER BY building

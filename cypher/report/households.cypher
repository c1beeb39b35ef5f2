// One row per household: its door, and the grids above it from the county down.
// params:  none
// columns: household string, door string, path list
MATCH (h:Household)-[:IN_GRID]->(g:Grid)
RETURN h.id AS household, h.door AS door, g.path AS path
ORDER BY household

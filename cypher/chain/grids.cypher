// One row per grid of these: its name and level.
// params:  grids list (ids)
// columns: grid string, name string, level string
UNWIND $grids AS id
MATCH (g:Grid {id: id})
RETURN g.id AS grid, g.name AS name, g.level AS level
ORDER BY grid

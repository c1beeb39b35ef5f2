// One row per grid, with its name and level.
// params:  none
// columns: grid string, name string, level string
MATCH (g:Grid)
RETURN g.id AS grid, g.name AS name, g.level AS level
ORDER BY grid

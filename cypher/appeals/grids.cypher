// One row per grid: its name, level, and the ids of the grids from the county down to it.
// params:  none
// columns: grid string, name string, level string, path list
MATCH (g:Grid)
RETURN g.id AS grid, g.name AS name, g.level AS level, g.path AS path
ORDER BY grid

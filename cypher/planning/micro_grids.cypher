// One row per micro-grid, with the ids of the grids above it.
// params:  none
// columns: grid string, path list
MATCH (g:Grid {level: 'micro'})
RETURN g.id AS grid, g.path AS path
ORDER BY grid

// One row: the grid of this id; no row when there is none.
// params:  grid string
// columns: name string, level string, path list
MATCH (g:Grid {id: $grid})
RETURN g.name AS name, g.level AS level, g.path AS path
ORDER BY name

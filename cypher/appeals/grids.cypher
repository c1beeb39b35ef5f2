// One row per level of grids: each grid of it, with its name and the ids of the grids from the county down to it.
// params:  none
// columns: level string, grids list (id, name, path)
MATCH (g:Grid)
RETURN g.level AS level, collect([g.id, g.name, g.path]) AS grids
ORDER BY level

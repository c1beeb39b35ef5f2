// One row: the grids at or below one, as rows of [id, path], and the ids of the micro-grids among them.
// params:  grid string (subtree root)
// columns: grids list, micros list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
RETURN collect([g.id, g.path]) AS grids, collect(CASE WHEN g.level = 'micro' THEN g.id END) AS micros

// Takes the grid above off grids, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (g:Grid {id: row.id})-[old:PART_OF]->()
DELETE old

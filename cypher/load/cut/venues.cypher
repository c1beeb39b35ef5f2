// Takes grids off venues, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (v:Venue {id: row.id})-[old:COVERS]->()
DELETE old

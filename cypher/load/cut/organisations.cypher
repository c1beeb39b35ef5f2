// Takes the organisation above and the grid governed off organisations, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (o:Organisation {id: row.id})-[old:PART_OF|GOVERNS]->()
DELETE old

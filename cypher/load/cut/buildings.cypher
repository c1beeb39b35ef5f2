// Takes micro-grid and property company off buildings, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (b:Building {id: row.id})
OPTIONAL MATCH (b)-[lies:IN_GRID]->()
OPTIONAL MATCH (b)<-[managed:MANAGES]-()
DELETE lies, managed

// Takes grids and members off teams, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (t:Team {id: row.id})-[old:COVERS|JOINED]-()
DELETE old

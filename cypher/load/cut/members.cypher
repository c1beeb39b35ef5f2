// Takes department, home and community off members, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.id})-[old:WORKS_IN|LIVES_IN|REPORTED_TO]->()
DELETE old

// Members who are no longer on the list have left; what they did stays.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (m:Member {id: row.id})
SET m.status = 'left'

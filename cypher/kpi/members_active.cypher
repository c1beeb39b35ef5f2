// One row: how many members are active.
// params:  none
// columns: value int
MATCH (m:Member {status: 'active'})
RETURN count(m) AS value

// Writes what the sheet about says, and the county's origin.
// params:  rows list (set)
// columns: none
UNWIND $rows AS row
MATCH (c:County {id: 'county'})
SET c += row.set
WITH row
MATCH (g:Grid {id: 'county'})
SET g.name = row.set.name

// One row: the venues whose place is known, as rows of [id, x, y] in planar metres.
// params:  none
// columns: venues list
MATCH (v:Venue)
WHERE v.x IS NOT NULL AND v.y IS NOT NULL
RETURN collect([v.id, v.x, v.y]) AS venues

// One row: the visits to households of the subtree by `now_ms`, as rows of [household, times] with the times in no order.
// params:  grid string (subtree root), now_ms int
// columns: visits list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(h:Household)<-[:OF]-(v:Visit)
WHERE v.at_ms <= $now_ms
WITH h, collect(v.at_ms) AS times
RETURN collect([h.id, times]) AS visits

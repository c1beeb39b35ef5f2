// One row: the households of the subtree that anybody ever visited and, side by side, when last. A visit after `now_ms`
// has not been.
// params:  grid string (subtree root), now_ms int
// columns: households list, last_ms list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(h:Household)<-[:OF]-(v:Visit)
WHERE v.at_ms <= $now_ms
WITH h, max(v.at_ms) AS last_ms
RETURN collect(h.id) AS households, collect(last_ms) AS last_ms

// One row per micro-grid of the subtree with households, none of them linked to an active member.
// params:  grid string (subtree root), version int
// columns: grid string, households int, path list
MATCH (g:Grid {level: 'micro'})<-[:IN_GRID]-(h:Household)
WHERE $grid IN g.path
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member {status: 'active'})
WHERE r.from_version <= $version AND r.to_version > $version
WITH g, count(DISTINCT h) AS households, count(m) AS served
WHERE served = 0
RETURN g.id AS grid, households, g.path AS path
ORDER BY grid

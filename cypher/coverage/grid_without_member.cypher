// One row per micro-grid of the subtree with households, none of them linked to an active member.
// params:  grid string (subtree root), version int
// columns: grid string, households int, path list
MATCH (g:Grid {level: 'micro'})<-[:IN_GRID]-(h:Household)
WHERE $grid IN g.path
WITH g, collect(h) AS homes
WHERE none(h IN homes WHERE size([
  (h)<-[r:SERVES]-(m:Member)
  WHERE m.status = 'active' AND r.from_version <= $version AND r.to_version > $version | 1
]) > 0)
RETURN g.id AS grid, size(homes) AS households, g.path AS path
ORDER BY grid

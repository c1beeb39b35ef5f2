// One row per active member with more linked households than his own most, else the rules'.
// A member belongs to the subtree when he serves a household in it or, serving nobody, lives in it.
// params:  grid string (subtree root), version int, most int (the rules')
// columns: member string, households int, most int, path list, lon float, lat float
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(:Household)
WHERE r.from_version <= $version AND r.to_version > $version
WITH m, coalesce(m.max_households, $most) AS bound, count(r) AS households
WHERE households > bound
OPTIONAL MATCH (m)-[s:SERVES]->(:Household)-[:IN_GRID]->(g:Grid)
WHERE s.from_version <= $version AND s.to_version > $version AND $grid IN g.path
WITH m, bound, households, count(g) AS inside
OPTIONAL MATCH (m)-[:LIVES_IN]->(:Building)-[:IN_GRID]->(home:Grid)
WITH m, bound, households, inside, coalesce(home.path, ['county']) AS path
WHERE inside > 0 OR (households = 0 AND $grid IN path)
RETURN m.id AS member, households, bound AS most, path, m.lon AS lon, m.lat AS lat
ORDER BY member

// One row per active member with fewer linked households than his own least, else the rules'.
// A member belongs to the subtree when he serves a household in it or, serving nobody, lives in it.
// params:  grid string (subtree root), version int, least int (the rules')
// columns: member string, households int, least int, path list, lon float, lat float
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(:Household)
WHERE r.from_version <= $version AND r.to_version > $version
WITH m, coalesce(m.min_households, $least) AS bound, count(r) AS households
WHERE households < bound
OPTIONAL MATCH (m)-[s:SERVES]->(:Household)-[:IN_GRID]->(g:Grid)
WHERE s.from_version <= $version AND s.to_version > $version AND $grid IN g.path
WITH m, bound, households, count(g) AS inside
OPTIONAL MATCH (m)-[:LIVES_IN]->(:Building)-[:IN_GRID]->(home:Grid)
WITH m, bound, households, inside, coalesce(home.path, ['county']) AS path
WHERE inside > 0 OR (households = 0 AND $grid IN path)
RETURN m.id AS member, households, bound AS least, path, m.lon AS lon, m.lat AS lat
ORDER BY member

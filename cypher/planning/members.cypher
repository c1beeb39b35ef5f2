// One row per active member: what a plan needs of him, the way to the grid in which he lives, and how many households he
// serves in all and inside of the subtree.
// params:  grid string (subtree root), version int
// columns: member string, x float, y float, senior boolean, share float, areas list, least int, most int, home_path list, serves int, serves_inside int
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(:Household)-[:IN_GRID]->(g:Grid)
WHERE r.from_version <= $version AND r.to_version > $version
WITH m, count(g) AS serves, sum(CASE WHEN $grid IN g.path THEN 1 ELSE 0 END) AS serves_inside
OPTIONAL MATCH (m)-[:LIVES_IN]->(:Building)-[:IN_GRID]->(home:Grid)
RETURN m.id AS member, m.x AS x, m.y AS y, coalesce(m.senior, false) AS senior, coalesce(m.share, 1.0) AS share,
       m.areas AS areas, m.min_households AS least, m.max_households AS most, home.path AS home_path,
       serves, serves_inside
ORDER BY member

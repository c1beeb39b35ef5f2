// One row per member: own bounds, place, the grids around the home, and all households linked, in the subtree or not.
// params:  members list (ids), version int
// columns: member string, own_least int, own_most int, lon float, lat float, home list (path), households int
UNWIND $members AS id
MATCH (m:Member {id: id})
OPTIONAL MATCH (m)-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version AND h.closed_on IS NULL
WITH m, count(r) AS households
OPTIONAL MATCH (m)-[:LIVES_IN]->(:Building)-[:IN_GRID]->(g:Grid)
RETURN m.id AS member, m.min_households AS own_least, m.max_households AS own_most, m.lon AS lon, m.lat AS lat,
       g.path AS home, households
ORDER BY member

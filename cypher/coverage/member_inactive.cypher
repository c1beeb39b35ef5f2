// One row per household of the subtree whose linked member is on leave or gone.
// params:  grid string (subtree root), version int
// columns: household string, member string, status string, building string, risk string, path list, lon float, lat float, linked_on string
MATCH (m:Member)-[r:SERVES]->(h:Household)
WHERE m.status <> 'active' AND r.from_version <= $version AND r.to_version > $version
MATCH (h)-[:IN_GRID]->(g:Grid)
WHERE $grid IN g.path
MATCH (h)-[:LIVES_IN]->(b:Building)
RETURN h.id AS household, m.id AS member, m.status AS status, b.id AS building, h.risk AS risk, g.path AS path,
       b.lon AS lon, b.lat AS lat, r.since_on AS linked_on
ORDER BY household, member

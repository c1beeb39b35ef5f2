// One row per household of the subtree without any visit by anybody. `served_by` is the member of the link in force.
// A visit after `now_ms` has not been.
// params:  grid string (subtree root), version int, now_ms int
// columns: household string, building string, risk string, path list, lon float, lat float, served_by string, linked_on string
MATCH (g:Grid)<-[:IN_GRID]-(h:Household)
WHERE $grid IN g.path AND none(at_ms IN [(h)<-[:OF]-(v:Visit) | v.at_ms] WHERE at_ms <= $now_ms)
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN h.id AS household, b.id AS building, h.risk AS risk, g.path AS path, b.lon AS lon, b.lat AS lat,
       m.id AS served_by, r.since_on AS linked_on
ORDER BY household

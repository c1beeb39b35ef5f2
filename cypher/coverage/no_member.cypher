// One row per household of the subtree without a link in force. `since_ms` is when its last link ended, if it had one.
// params:  grid string (subtree root), version int
// columns: household string, building string, risk string, path list, lon float, lat float, since_ms int
MATCH (g:Grid)<-[:IN_GRID]-(h:Household)
WHERE $grid IN g.path
  AND size([(h)<-[r:SERVES]-(:Member) WHERE r.from_version <= $version AND r.to_version > $version | 1]) = 0
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)<-[old:SERVES]-(:Member)
WHERE old.to_version <= $version
WITH g, h, b, max(old.to_version) AS ended
OPTIONAL MATCH (s:LinkStep)
WHERE s.version = ended
RETURN h.id AS household, b.id AS building, h.risk AS risk, g.path AS path, b.lon AS lon, b.lat AS lat,
       s.at_ms AS since_ms
ORDER BY household

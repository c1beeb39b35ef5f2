// One row per household of the subtree whose last visit is longer ago than a quarter divided by its visits a quarter.
// A visit after `now_ms` has not been. `served_by` is the member of the link in force.
// params:  grid string (subtree root), version int, now_ms int, quarter_ms int, visits map (a quarter by risk), priority_visits int (a quarter at least)
// columns: household string, building string, risk string, priority boolean, path list, lon float, lat float, last_visit_ms int, served_by string
MATCH (g:Grid)<-[:IN_GRID]-(h:Household)<-[:OF]-(v:Visit)
WHERE $grid IN g.path AND v.at_ms <= $now_ms
WITH g, h, max(v.at_ms) AS last_visit_ms
// Whether it is a priority household is only asked where it matters: looking for its persons is what takes long.
WITH g, h, last_visit_ms, ($now_ms - last_visit_ms) * $visits[h.risk] > $quarter_ms AS due_by_risk
WHERE due_by_risk
   OR (($now_ms - last_visit_ms) * $priority_visits > $quarter_ms
       AND (h.priority OR size([(h)<-[:OF]-(p:Person) WHERE p.priority | 1]) > 0))
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN h.id AS household, b.id AS building, h.risk AS risk,
       coalesce(h.priority, false) OR size([(h)<-[:OF]-(q:Person) WHERE q.priority | 1]) > 0 AS priority,
       g.path AS path, b.lon AS lon, b.lat AS lat, last_visit_ms, m.id AS served_by
ORDER BY household

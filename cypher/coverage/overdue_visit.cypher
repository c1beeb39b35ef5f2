// One row per household of the subtree whose last visit is longer ago than a quarter divided by its visits a quarter.
// A visit after `now_ms` has not been. `served_by` is the member of the link in force.
// params:  grid string (subtree root), version int, now_ms int, quarter_ms int, visits map (a quarter by risk), priority_visits int (a quarter at least)
// columns: household string, building string, risk string, path list, lon float, lat float, last_visit_ms int, visits int, served_by string
MATCH (g:Grid)<-[:IN_GRID]-(h:Household)<-[:OF]-(v:Visit)
WHERE $grid IN g.path AND v.at_ms <= $now_ms
WITH g, h, max(v.at_ms) AS last_visit_ms
WITH g, h, last_visit_ms,
     CASE WHEN h.priority OR EXISTS { MATCH (h)<-[:OF]-(p:Person) WHERE p.priority }
          THEN $priority_visits ELSE 0 END AS at_least
WITH g, h, last_visit_ms, CASE WHEN $visits[h.risk] < at_least THEN at_least ELSE $visits[h.risk] END AS visits
WHERE ($now_ms - last_visit_ms) * visits > $quarter_ms
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN h.id AS household, b.id AS building, h.risk AS risk, g.path AS path, b.lon AS lon, b.lat AS lat,
       last_visit_ms, visits, m.id AS served_by
ORDER BY household

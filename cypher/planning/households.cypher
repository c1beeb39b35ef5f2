// One row per household: what a plan needs of it, who serves it now (of whatever status), and whether it is in the subtree.
// params:  grid string (subtree root), version int
// columns: household string, building string, risk string, priority boolean, served_by string, status string, inside boolean
MATCH (h:Household)-[:IN_GRID]->(g:Grid)
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN h.id AS household, b.id AS building, h.risk AS risk,
       coalesce(h.priority, false) OR EXISTS { MATCH (h)<-[:OF]-(p:Person) WHERE p.priority } AS priority,
       m.id AS served_by, m.status AS status, $grid IN g.path AS inside
ORDER BY household

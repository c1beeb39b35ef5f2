// One row: where a household lives, who serves it, and which company manages the building; no row when there is none.
// params:  household string, version int
// columns: door string, risk string, building string, building_name string, path list, member string, name string, status string, linked_on string, company string
MATCH (h:Household {id: $household})-[:IN_GRID]->(g:Grid)
MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (b)<-[:MANAGES]-(o:Organisation)
OPTIONAL MATCH (h)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN h.door AS door, h.risk AS risk, b.id AS building, b.name AS building_name, g.path AS path,
       m.id AS member, m.name AS name, m.status AS status, r.since_on AS linked_on, o.id AS company
ORDER BY member

// One row per household, as an import compares it with the file.
// params:  none
// columns: id string, door string, risk string, priority boolean, people int, head string, phone string, profile boolean, contact_record boolean, closed_on string, to_building string, to_grid string
MATCH (h:Household)
OPTIONAL MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid)
RETURN h.id AS id, h.door AS door, h.risk AS risk, h.priority AS priority, h.people AS people,
       h.head AS head, h.phone AS phone, h.profile AS profile, h.contact_record AS contact_record,
       h.closed_on AS closed_on, b.id AS to_building, g.id AS to_grid
ORDER BY id

// One row per link in force to a household of the subtree whose card was issued before the link began.
// A card or a beginning without a date is no gap.
// params:  grid string (subtree root), version int
// columns: household string, member string, building string, risk string, path list, lon float, lat float, card_no string, card_issued_on string, linked_on string
MATCH (m:Member)-[r:SERVES]->(h:Household)
WHERE r.card_issued_on < r.since_on AND r.from_version <= $version AND r.to_version > $version
MATCH (h)-[:IN_GRID]->(g:Grid)
WHERE $grid IN g.path
MATCH (h)-[:LIVES_IN]->(b:Building)
RETURN h.id AS household, m.id AS member, b.id AS building, h.risk AS risk, g.path AS path, b.lon AS lon, b.lat AS lat,
       r.card_no AS card_no, r.card_issued_on AS card_issued_on, r.since_on AS linked_on
ORDER BY household, member

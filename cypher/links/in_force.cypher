// One row per link in force at a version.
// params:  version int
// columns: member string, household string, since_on string, until_on string, card_no string, card_issued_on string, plan string
MATCH (m:Member)-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version
RETURN m.id AS member, h.id AS household, r.since_on AS since_on, r.until_on AS until_on,
       r.card_no AS card_no, r.card_issued_on AS card_issued_on, r.plan AS plan
ORDER BY household, member

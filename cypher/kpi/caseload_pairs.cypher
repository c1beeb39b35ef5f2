// One row: twice the number of active members times all their households: what the differences are a share of.
// params:  version int
// columns: value int
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version AND h.closed_on IS NULL
WITH m, count(r) AS households
RETURN 2 * count(m) * sum(households) AS value

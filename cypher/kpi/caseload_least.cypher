// One row: the fewest households that any active member has.
// params:  version int
// columns: value int
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version AND h.closed_on IS NULL
WITH m, count(r) AS households
RETURN coalesce(min(households), 0) AS value

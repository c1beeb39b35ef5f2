// One row: how many households are linked to an active member.
// params:  version int
// columns: value int
MATCH (m:Member {status: 'active'})-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version AND h.closed_on IS NULL
RETURN count(h) AS value

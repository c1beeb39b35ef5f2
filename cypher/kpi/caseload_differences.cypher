// One row: the sum over all pairs of active members, each pair counted twice, of how far their households lie apart.
// params:  version int
// columns: value int
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[r:SERVES]->(h:Household)
WHERE r.from_version <= $version AND r.to_version > $version AND h.closed_on IS NULL
WITH m, count(r) AS households
WITH households
ORDER BY households
WITH collect(households) AS loads
RETURN reduce(sum = 0, i IN range(0, size(loads) - 1) | sum + 2 * (2 * i + 1 - size(loads)) * loads[i]) AS value

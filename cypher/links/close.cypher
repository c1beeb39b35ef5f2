// One row: how many links were closed; they end with a version that no reader has yet, so those of today still see them.
// params:  rows list, version int, open int
// columns: closed int
UNWIND $rows AS row
MATCH (m:Member {id: row.member})-[r:SERVES]->(h:Household {id: row.household})
WHERE r.from_version < $version AND r.to_version = $open
SET r.to_version = $version
RETURN count(r) AS closed

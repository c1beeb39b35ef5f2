// One row: how many links are open again that a dead process had closed above the version.
// params:  version int, open int, at_once int
// columns: swept int
MATCH (:Member)-[r:SERVES]->(:Household)
WHERE r.to_version > $version AND r.to_version < $open
WITH r LIMIT $at_once
SET r.to_version = $open
RETURN count(r) AS swept

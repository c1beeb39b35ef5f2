// One row: how many links above the version were removed; a dead process left them and nobody ever saw them.
// params:  version int, at_once int
// columns: swept int
MATCH (:Member)-[r:SERVES]->(:Household)
WHERE r.from_version > $version
WITH r LIMIT $at_once
DELETE r
RETURN count(*) AS swept

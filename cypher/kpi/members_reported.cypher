// One row: how many active members have reported to a community.
// params:  none
// columns: value int
MATCH (m:Member {status: 'active'})-[:REPORTED_TO]->(:Organisation)
RETURN count(DISTINCT m) AS value

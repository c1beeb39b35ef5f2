// One row per appeal with a step by `now_ms` from or to this department.
// params:  department string, now_ms int
// columns: appeal string
MATCH (d:Department {id: $department})<-[:FROM|TO]-(s:Step)<-[:HAS_STEP]-(a:Appeal)
WHERE s.at_ms <= $now_ms
RETURN DISTINCT a.id AS appeal
ORDER BY appeal

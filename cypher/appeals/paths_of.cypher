// One row per appeal of those asked for that has a step by `now_ms`: its steps, in no order.
// params:  appeals list (ids), now_ms int
// columns: appeal string, steps list (seq, kind, at_ms, from, to, reason, satisfied)
UNWIND $appeals AS id
MATCH (a:Appeal {id: id})-[:HAS_STEP]->(s:Step)
WHERE s.at_ms <= $now_ms
OPTIONAL MATCH (s)-[:FROM]->(f)
OPTIONAL MATCH (s)-[:TO]->(t)
RETURN a.id AS appeal, collect([s.seq, s.kind, s.at_ms, f.id, t.id, s.reason, s.satisfied]) AS steps
ORDER BY appeal

// One row per day (since 1970, UTC) on which appeals were opened: the steps of each by `now_ms`, in no order.
// Days, since a row takes the driver as long as a hundred values in one.
// params:  now_ms int
// columns: day int, appeals list (id, steps: seq, kind, at_ms, from, to, reason, satisfied)
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step)
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms
OPTIONAL MATCH (s)-[:FROM]->(f)
OPTIONAL MATCH (s)-[:TO]->(t)
WITH a, collect([s.seq, s.kind, s.at_ms, f.id, t.id, s.reason, s.satisfied]) AS steps
RETURN a.opened_at_ms / 86400000 AS day, collect([a.id, steps]) AS appeals
ORDER BY day

// One row per channel: how many appeals are closed and were not begun again.
// params:  now_ms int, reopening list (kinds of steps that open it again)
// columns: part string (channel), value int
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step)
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms AND (s.kind = 'close' OR s.kind IN $reopening)
WITH a, max(CASE WHEN s.kind = 'close' THEN s.seq END) AS closed,
     max(CASE WHEN s.kind = 'close' THEN -1 ELSE s.seq END) AS begun
WHERE closed > begun
RETURN a.channel AS part, count(a) AS value
ORDER BY part

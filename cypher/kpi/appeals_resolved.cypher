// One row per channel: how many appeals are closed, not begun again, and no later revisit than the last answer found
// the household not satisfied.
// params:  now_ms int, reopening list (kinds of steps that open it again)
// columns: part string (channel), value int
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step)
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms AND (s.kind = 'close' OR s.kind IN $reopening)
WITH a, max(CASE WHEN s.kind = 'close' THEN s.seq END) AS closed,
     max(CASE WHEN s.kind = 'close' THEN -1 ELSE s.seq END) AS begun
WHERE closed > begun
OPTIONAL MATCH (a)-[:HAS_STEP]->(told:Step)
WHERE told.at_ms <= $now_ms AND (told.kind = 'answer' OR (told.kind = 'revisit' AND told.satisfied = false))
WITH a, max(CASE WHEN told.kind = 'answer' THEN told.seq ELSE -1 END) AS answered,
     max(CASE WHEN told.kind = 'revisit' THEN told.seq ELSE -1 END) AS complained
WHERE complained IS NULL OR complained = -1 OR complained < answered
RETURN a.channel AS part, count(a) AS value
ORDER BY part

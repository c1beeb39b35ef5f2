// One row per channel: of how many appeals the last revisit that says so says that the household is satisfied.
// params:  now_ms int
// columns: part string (channel), value int
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step {kind: 'revisit'})
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms AND s.satisfied IS NOT NULL
WITH a, max(CASE WHEN s.satisfied THEN s.seq ELSE -1 END) AS glad,
     max(CASE WHEN s.satisfied THEN -1 ELSE s.seq END) AS not_glad
WHERE glad > not_glad
RETURN a.channel AS part, count(a) AS value
ORDER BY part

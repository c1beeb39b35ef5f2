// One row per channel: how many appeals have been answered by now.
// params:  now_ms int
// columns: part string (channel), value int
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step {kind: 'answer'})
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms
RETURN a.channel AS part, count(DISTINCT a) AS value
ORDER BY part

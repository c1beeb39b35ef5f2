// One row per channel: how many appeals were first accepted within the hours to accept.
// params:  now_ms int, accept_ms int
// columns: part string (channel), value int
MATCH (a:Appeal)
WHERE a.opened_at_ms <= $now_ms
OPTIONAL MATCH (a)-[:HAS_STEP]->(s:Step {kind: 'accept'})
WHERE s.at_ms <= $now_ms
WITH a, min(s.at_ms) AS accepted_ms
WHERE accepted_ms <= a.opened_at_ms + $accept_ms
RETURN a.channel AS part, count(a) AS value
ORDER BY part

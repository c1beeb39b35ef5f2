// One row per channel: of how many appeals a revisit says whether the household is satisfied.
// params:  now_ms int
// columns: part string (channel), value int
MATCH (a:Appeal)-[:HAS_STEP]->(s:Step {kind: 'revisit'})
WHERE a.opened_at_ms <= $now_ms AND s.at_ms <= $now_ms AND s.satisfied IS NOT NULL
RETURN a.channel AS part, count(DISTINCT a) AS value
ORDER BY part

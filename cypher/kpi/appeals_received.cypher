// One row per channel: how many appeals were opened by now, also those that repeat another.
// params:  now_ms int
// columns: part string (channel), value int
MATCH (a:Appeal)
WHERE a.opened_at_ms <= $now_ms
RETURN a.channel AS part, count(a) AS value
ORDER BY part

// One row per day (since 1970, UTC) on which appeals were opened, by `now_ms`: what is known of each, without its steps.
// Days, since a row takes the driver as long as a hundred values in one.
// params:  now_ms int
// columns: day int, appeals list (id, category, opened_at_ms, triage, channel, household, building, grid, lon, lat, place, same_as)
MATCH (a:Appeal)
WHERE a.opened_at_ms <= $now_ms
OPTIONAL MATCH (a)-[:RAISED_BY]->(h:Household)
OPTIONAL MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (a)-[:SAME_AS]->(earlier:Appeal)
RETURN a.opened_at_ms / 86400000 AS day,
       collect([a.id, a.category, a.opened_at_ms, a.triage, a.channel, h.id, b.id, g.id, a.lon, a.lat, a.place,
                earlier.id]) AS appeals
ORDER BY day

// One row per day (since 1970, UTC) on which households of the subtree raised appeals, by `now_ms`. As in appeals/all.
// params:  grid string (subtree root), now_ms int
// columns: day int, appeals list (id, category, opened_at_ms, triage, channel, household, building, grid, lon, lat, place, same_as)
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..5]-(g:Grid)<-[:IN_GRID]-(h:Household)<-[:RAISED_BY]-(a:Appeal)
WHERE a.opened_at_ms <= $now_ms
OPTIONAL MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (a)-[:SAME_AS]->(earlier:Appeal)
RETURN a.opened_at_ms / 86400000 AS day,
       collect([a.id, a.category, a.opened_at_ms, a.triage, a.channel, h.id, b.id, g.id, a.lon, a.lat, a.place,
                earlier.id]) AS appeals
ORDER BY day

// One row: what is known of an appeal without its steps, who repeats it, and the grids around its household. No row when
// there is no such appeal.
// params:  appeal string
// columns: appeal string, category string, triage string, channel string, opened_at_ms int, lon float, lat float, place string, household string, building string, path list, same_as string, repeats list
MATCH (a:Appeal {id: $appeal})
OPTIONAL MATCH (a)-[:RAISED_BY]->(h:Household)
OPTIONAL MATCH (h)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid)
OPTIONAL MATCH (a)-[:SAME_AS]->(earlier:Appeal)
RETURN a.id AS appeal, a.category AS category, a.triage AS triage, a.channel AS channel,
       a.opened_at_ms AS opened_at_ms, a.lon AS lon, a.lat AS lat, a.place AS place, h.id AS household,
       b.id AS building, g.path AS path, earlier.id AS same_as,
       [(a)<-[:SAME_AS]-(later:Appeal) | later.id] AS repeats
ORDER BY appeal

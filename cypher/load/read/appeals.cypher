// One row per appeal, as an import compares it with the file.
// params:  none
// columns: id string, category string, triage string, channel string, opened_at_ms int, lon float, lat float, place string, to_household string, to_same_as string
MATCH (a:Appeal)
OPTIONAL MATCH (a)-[:RAISED_BY]->(h:Household)
OPTIONAL MATCH (a)-[:SAME_AS]->(earlier:Appeal)
RETURN a.id AS id, a.category AS category, a.triage AS triage, a.channel AS channel,
       a.opened_at_ms AS opened_at_ms, a.lon AS lon, a.lat AS lat, a.place AS place, h.id AS to_household,
       earlier.id AS to_same_as
ORDER BY id

// One row: every active member of the county, as rows of [id, own least, own most, lon, lat, micro-grid of the home].
// params:  none
// columns: members list
MATCH (m:Member {status: 'active'})
OPTIONAL MATCH (m)-[:LIVES_IN]->(:Building)-[:IN_GRID]->(g:Grid)
RETURN collect([m.id, m.min_households, m.max_households, m.lon, m.lat, g.id]) AS members

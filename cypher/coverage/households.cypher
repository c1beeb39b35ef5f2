// One row: the households of the subtree, as a row for each building and micro-grid: the grid, the building, its lon,
// lat, x and y, then side by side the ids and the classes, then the ids of those that are priority households by their
// own flag, that say that they have no profile, and that say that they have no contact record.
// params:  grid string (subtree root)
// columns: homes list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(h:Household)-[:LIVES_IN]->(b:Building)
WITH g, b, collect(h.id) AS ids, collect(h.risk) AS risks,
     collect(CASE WHEN h.priority THEN h.id END) AS priority,
     collect(CASE WHEN h.profile = false THEN h.id END) AS no_profile,
     collect(CASE WHEN h.contact_record = false THEN h.id END) AS no_record
RETURN collect([g.id, b.id, b.lon, b.lat, b.x, b.y, ids, risks, priority, no_profile, no_record]) AS homes

// One row: the buildings of the subtree, as rows of [id, micro-grid, lon, lat], and the ids of those with a filled post
// of a centre household.
// params:  grid string (subtree root)
// columns: buildings list, centred list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(b:Building)
WITH g, b, size([(b)<-[:OF]-(p:Post {kind: 'centre_household'})<-[:HOLDS]-(:Member) | 1]) AS centres
RETURN collect([b.id, g.id, b.lon, b.lat]) AS buildings, collect(CASE WHEN centres > 0 THEN b.id END) AS centred

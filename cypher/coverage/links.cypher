// One row: the links in force to households of the subtree, as a row for each member: id, status, the households and,
// side by side with them, the days since when (empty: not known); then [household, card number, day of issue] of those
// whose card was issued before the link began. A card or a beginning without a date is no stale one.
// params:  grid string (subtree root), version int
// columns: members list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(h:Household)<-[r:SERVES]-(m:Member)
WHERE r.from_version <= $version AND r.to_version > $version
WITH m, collect(h.id) AS households, collect(coalesce(r.since_on, '')) AS since,
     collect(CASE WHEN r.card_issued_on < r.since_on THEN [h.id, r.card_no, r.card_issued_on] END) AS stale
RETURN collect([m.id, m.status, households, since, stale]) AS members

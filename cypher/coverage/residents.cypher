// One row: the ids of the active members who live in the subtree.
// params:  grid string (subtree root)
// columns: members list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(:Building)<-[:LIVES_IN]-(m:Member {status: 'active'})
RETURN collect(m.id) AS members

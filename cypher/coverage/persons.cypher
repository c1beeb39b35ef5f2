// One row: the persons of the subtree's households, as rows of [id, household, priority, needs].
// params:  grid string (subtree root)
// columns: persons list
MATCH (root:Grid {id: $grid})<-[:PART_OF*0..]-(g:Grid)
MATCH (g)<-[:IN_GRID]-(h:Household)<-[:OF]-(p:Person)
RETURN collect([p.id, h.id, p.priority, p.needs]) AS persons

// Households that are gone stand in no building and no grid any more and have no ties; what was done for them stays.
// params:  rows list (id, closed_on)
// columns: none
UNWIND $rows AS row
MATCH (h:Household {id: row.id})
SET h.closed_on = row.closed_on
WITH h
OPTIONAL MATCH (h)-[stands:LIVES_IN|IN_GRID]->()
OPTIONAL MATCH (h)<-[tie:TIED]-()
DELETE stands, tie

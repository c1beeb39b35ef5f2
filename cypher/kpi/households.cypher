// One row: how many households there are.
// params:  none
// columns: value int
MATCH (h:Household)
RETURN count(h) AS value

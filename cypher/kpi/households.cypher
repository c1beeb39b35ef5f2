// One row: how many households there are.
// params:  none
// columns: value int
MATCH (h:Household)
WHERE h.closed_on IS NULL
RETURN count(h) AS value

// One row: the number of the next plan.
// params:  none
// columns: number int
MATCH (p:Plan)
RETURN coalesce(max(p.number), 0) + 1 AS number

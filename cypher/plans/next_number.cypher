// One row: the number of the next plan, given to nobody else; the county counts them. No row without a county.
// params:  none
// columns: number int
MATCH (c:County {id: 'county'})
SET c.plans = coalesce(c.plans, 0) + 1
RETURN c.plans AS number

// One row: the county's lock, held until the transaction ends; to be taken before anything is looked at. No row without a county.
// params:  none
// columns: lock int
MATCH (c:County {id: 'county'})
SET c.lock = coalesce(c.lock, 0) + 1
RETURN c.lock AS lock

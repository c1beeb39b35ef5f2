// One row: the lock taken and the lease renewed for so many milliseconds. No row when the lease is not the token's any more, or without a county.
// params:  token string, lease_ms int
// columns: approving_until_ms int
MATCH (c:County {id: 'county'})
SET c.lock = coalesce(c.lock, 0) + 1
WITH c WHERE c.approving = $token
SET c.approving_until_ms = timestamp() + $lease_ms
RETURN c.approving_until_ms AS approving_until_ms

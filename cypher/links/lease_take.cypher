// One row: the lease is the token's, for so many milliseconds of the server's clock from now on.
// params:  token string, lease_ms int
// columns: approving_until_ms int
MATCH (c:County {id: 'county'})
SET c.approving = $token, c.approving_until_ms = timestamp() + $lease_ms
RETURN c.approving_until_ms AS approving_until_ms

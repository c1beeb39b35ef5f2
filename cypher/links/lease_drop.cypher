// Gives the lease back, if it is still the token's.
// params:  token string
// columns: none
MATCH (c:County {id: 'county'})
WHERE c.approving = $token
REMOVE c.approving, c.approving_until_ms

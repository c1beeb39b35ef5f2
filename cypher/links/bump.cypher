// One row: the county's new link version, from now on what readers see; the lease is given back with it.
// params:  version int, step string, target_minutes float
// columns: version int
MATCH (c:County {id: 'county'})
SET c.version = $version, c.step = $step, c.target_minutes = $target_minutes
REMOVE c.approving, c.approving_until_ms
RETURN c.version AS version

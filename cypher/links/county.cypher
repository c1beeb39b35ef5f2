// One row: the county's link version, who writes it now and until when, and its clock; no row before a county is imported.
// params:  none
// columns: version int, step string, approving string, approving_until_ms int, server_ms int, target_minutes float, as_of_on string, frozen boolean
MATCH (c:County {id: 'county'})
RETURN coalesce(c.version, 0) AS version, c.step AS step, c.approving AS approving,
       c.approving_until_ms AS approving_until_ms, timestamp() AS server_ms,
       c.target_minutes AS target_minutes, c.as_of_on AS as_of_on, coalesce(c.frozen, false) AS frozen

// The one row of the county: its name.
// params:  none
// columns: name string
MATCH (c:County {id: 'county'})
RETURN c.name AS name
ORDER BY name

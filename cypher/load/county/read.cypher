// The one row of the county: what the sheet about said, and where its plane is centred.
// params:  none
// columns: name string, as_of_on string, frozen boolean, datum string, origin_lon float, origin_lat float
MATCH (c:County {id: 'county'})
RETURN c.name AS name, c.as_of_on AS as_of_on, c.frozen AS frozen, c.datum AS datum,
       c.origin_lon AS origin_lon, c.origin_lat AS origin_lat
ORDER BY name

// The county and the grid at its top, made when they are not there yet.
// params:  none
// columns: none
MERGE (c:County {id: 'county'})
ON CREATE SET c.version = 0
MERGE (g:Grid {id: 'county'})
ON CREATE SET g.level = 'county', g.ord = 0, g.path = ['county']

// No two nodes County have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT county_id IF NOT EXISTS FOR (n:County) REQUIRE n.id IS UNIQUE

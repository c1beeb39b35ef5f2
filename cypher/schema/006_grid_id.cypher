// No two nodes Grid have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT grid_id IF NOT EXISTS FOR (n:Grid) REQUIRE n.id IS UNIQUE

// No two nodes Building have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT building_id IF NOT EXISTS FOR (n:Building) REQUIRE n.id IS UNIQUE

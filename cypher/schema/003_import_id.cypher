// No two nodes Import have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT import_id IF NOT EXISTS FOR (n:Import) REQUIRE n.id IS UNIQUE

// No two nodes Visit have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT visit_id IF NOT EXISTS FOR (n:Visit) REQUIRE n.id IS UNIQUE

// No two nodes Department have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE

// No two nodes Step have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT step_id IF NOT EXISTS FOR (n:Step) REQUIRE n.id IS UNIQUE

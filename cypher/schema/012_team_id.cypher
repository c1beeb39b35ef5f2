// No two nodes Team have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT team_id IF NOT EXISTS FOR (n:Team) REQUIRE n.id IS UNIQUE

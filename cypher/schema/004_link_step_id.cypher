// No two nodes LinkStep have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT link_step_id IF NOT EXISTS FOR (n:LinkStep) REQUIRE n.id IS UNIQUE

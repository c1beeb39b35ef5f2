// No two nodes Appeal have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT appeal_id IF NOT EXISTS FOR (n:Appeal) REQUIRE n.id IS UNIQUE

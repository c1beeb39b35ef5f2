// No two nodes Post have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT post_id IF NOT EXISTS FOR (n:Post) REQUIRE n.id IS UNIQUE

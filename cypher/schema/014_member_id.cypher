// No two nodes Member have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT member_id IF NOT EXISTS FOR (n:Member) REQUIRE n.id IS UNIQUE

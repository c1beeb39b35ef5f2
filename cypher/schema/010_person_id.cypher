// No two nodes Person have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE

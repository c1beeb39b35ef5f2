// No two nodes Migration have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT migration_id IF NOT EXISTS FOR (n:Migration) REQUIRE n.id IS UNIQUE

// No two nodes Organisation have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT organisation_id IF NOT EXISTS FOR (n:Organisation) REQUIRE n.id IS UNIQUE

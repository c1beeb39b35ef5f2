// No two nodes Household have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (n:Household) REQUIRE n.id IS UNIQUE

// No two nodes Venue have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT venue_id IF NOT EXISTS FOR (n:Venue) REQUIRE n.id IS UNIQUE

// No two nodes Plan have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT plan_id IF NOT EXISTS FOR (n:Plan) REQUIRE n.id IS UNIQUE

// No two nodes ImportBatch have the same id; makes the id quick to find.
// params:  none
// columns: none
CREATE CONSTRAINT import_batch_id IF NOT EXISTS FOR (n:ImportBatch) REQUIRE n.id IS UNIQUE

// Strikes a batch from the journal; to be run in the transaction that writes it.
// params:  id string
// columns: none
MATCH (b:ImportBatch {id: $id})
DELETE b

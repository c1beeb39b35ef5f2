// Strikes batches from the journal; to be run in the transaction that writes them.
// params:  ids list
// columns: none
UNWIND $ids AS id
MATCH (b:ImportBatch {id: id})
DELETE b

// Removes the journal of an import that wrote nothing.
// params:  id string
// columns: none
MATCH (i:Import {id: $id})
OPTIONAL MATCH (b:ImportBatch {import: $id})
DETACH DELETE i, b

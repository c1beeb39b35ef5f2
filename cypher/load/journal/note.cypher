// Notes batches of an import: which query will run on which rows.
// params:  rows list (id, import, number, query, rows, content)
// columns: none
UNWIND $rows AS row
CREATE (b:ImportBatch {id: row.id})
SET b += row

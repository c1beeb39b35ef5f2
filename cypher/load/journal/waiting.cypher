// One row per batch of an import that is still to be written, in order.
// params:  import string
// columns: id string, query string, rows int, content string
MATCH (b:ImportBatch {import: $import})
RETURN b.id AS id, b.query AS query, b.rows AS rows, b.content AS content
ORDER BY b.number

// The import is done.
// params:  id string
// columns: none
MATCH (i:Import {id: $id})
SET i.state = 'done'

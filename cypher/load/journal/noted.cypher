// The journal is whole: from now on the import is finished by whoever comes next.
// params:  id string, batches int
// columns: none
MATCH (i:Import {id: $id})
SET i.state = 'loading', i.batches = $batches

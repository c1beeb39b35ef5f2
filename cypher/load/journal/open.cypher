// One row per import that is not done, with its state.
// params:  none
// columns: id string, state string, file string, batches int
MATCH (i:Import)
WHERE i.state <> 'done'
RETURN i.id AS id, i.state AS state, i.file AS file, i.batches AS batches
ORDER BY i.number

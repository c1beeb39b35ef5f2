// One row per import that the graph remembers, and whether it is done.
// params:  none
// columns: id string, state string
MATCH (i:Import)
RETURN i.id AS id, i.state AS state
ORDER BY id

// One row per appeal, its id alone: for the error about one that does not exist.
// params:  none
// columns: appeal string
MATCH (a:Appeal)
RETURN a.id AS appeal
ORDER BY appeal

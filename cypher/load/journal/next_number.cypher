// The one row: the number of the next import.
// params:  none
// columns: number int
OPTIONAL MATCH (i:Import)
RETURN coalesce(max(i.number), 0) + 1 AS number

// One row: 1 when the graph holds anything of a county but its own node, so that an import has to compare, else 0.
// params:  none
// columns: found int
MATCH (n)
WHERE NOT (n:County OR n:Migration OR n:Import) AND n.id <> 'county'
WITH n LIMIT 1
RETURN count(n) AS found

// One row when the graph holds anything of a county but its own node: then an import has to compare.
// params:  none
// columns: id string
MATCH (n)
WHERE NOT (n:County OR n:Migration OR n:Import) AND n.id <> 'county'
RETURN n.id AS id
ORDER BY id LIMIT 1

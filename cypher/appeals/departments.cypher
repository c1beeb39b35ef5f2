// One row per department, with its name.
// params:  none
// columns: department string, name string
MATCH (d:Department)
RETURN d.id AS department, d.name AS name
ORDER BY department

// One row per department, as an import compares it with the file.
// params:  none
// columns: id string, name string
MATCH (d:Department)
RETURN d.id AS id, d.name AS name
ORDER BY id

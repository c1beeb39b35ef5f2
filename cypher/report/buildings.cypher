// One row per building, with its name.
// params:  none
// columns: building string, name string
MATCH (b:Building)
RETURN b.id AS building, b.name AS name
ORDER BY building

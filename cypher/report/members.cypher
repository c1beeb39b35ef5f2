// One row per member, whatever the status, with the full name: mask it before anybody sees it.
// params:  none
// columns: member string, name string
MATCH (m:Member)
RETURN m.id AS member, m.name AS name
ORDER BY member

// One row per status of members: each member of it, with the full name; mask it before anybody sees it.
// params:  none
// columns: status string, members list (id, name)
MATCH (m:Member)
RETURN m.status AS status, collect([m.id, m.name]) AS members
ORDER BY status

// One row per schema step that this graph has, in order.
// params:  none
// columns: id string, name string, checksum string, at_ms int
MATCH (m:Migration)
RETURN m.id AS id, m.name AS name, m.checksum AS checksum, m.at_ms AS at_ms
ORDER BY id

// Remembers that a schema step was applied; the first to say so is kept.
// params:  id string, name string, checksum string, at_ms int
// columns: none
MERGE (m:Migration {id: $id})
ON CREATE SET m.name = $name, m.checksum = $checksum, m.at_ms = $at_ms

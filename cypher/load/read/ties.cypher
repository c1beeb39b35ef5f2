// One row per tie, as an import compares it with the file: what the last file said, also where `lianhu wish` stated
// something else since. A wish that no file ever had has no status here.
// params:  none
// columns: member string, household string, kind string, status string, at_ms int, reason string
MATCH (m:Member)-[t:TIED]->(h:Household)
RETURN m.id AS member, h.id AS household, t.kind AS kind,
       CASE WHEN coalesce(t.stated, false) THEN t.file_status ELSE t.status END AS status,
       CASE WHEN coalesce(t.stated, false) THEN t.file_at_ms ELSE t.at_ms END AS at_ms,
       CASE WHEN coalesce(t.stated, false) THEN t.file_reason ELSE t.reason END AS reason
ORDER BY household, member, kind

// One row: a tie as it stands now, and what the last file said of it, where it was stated after that. No row without one.
// params:  member string, household string, kind string
// columns: status string, at_ms int, reason string, stated boolean, file_status string, file_at_ms int, file_reason string
MATCH (:Member {id: $member})-[t:TIED {kind: $kind}]->(:Household {id: $household})
RETURN coalesce(t.status, 'open') AS status, t.at_ms AS at_ms, t.reason AS reason, coalesce(t.stated, false) AS stated,
       t.file_status AS file_status, t.file_at_ms AS file_at_ms, t.file_reason AS file_reason

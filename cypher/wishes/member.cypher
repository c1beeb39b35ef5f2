// One row: a member's status. No row when there is no such member.
// params:  member string
// columns: member string, status string
MATCH (m:Member {id: $member})
RETURN m.id AS member, m.status AS status

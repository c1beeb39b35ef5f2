// One row per plan whose writing began before a time and never ended: a dead process left it.
// params:  before_ms int
// columns: plan string
MATCH (p:Plan {status: 'writing'})
WHERE p.made_at_ms < $before_ms
RETURN p.id AS plan
ORDER BY plan

// One row per plan in force: one or none.
// params:  none
// columns: plan string
MATCH (p:Plan {status: 'approved'})
RETURN p.id AS plan
ORDER BY plan

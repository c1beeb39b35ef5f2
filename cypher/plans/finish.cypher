// One row: a plan whose changes are all there, a draft from now on.
// params:  plan string
// columns: plan string
MATCH (p:Plan {id: $plan, status: 'writing'})
SET p.status = 'draft'
RETURN p.id AS plan

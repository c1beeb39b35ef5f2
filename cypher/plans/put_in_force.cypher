// One row: the plan that is in force now, with its target. Its first approval keeps its time.
// params:  plan string, at_ms int
// columns: plan string, target_minutes float
MATCH (p:Plan {id: $plan})
SET p.status = 'approved', p.approved_at_ms = coalesce(p.approved_at_ms, $at_ms)
RETURN p.id AS plan, p.target_minutes AS target_minutes

// One row: a plan that was approved although it breaks rules, with why and which.
// params:  plan string, reason string, at_ms int, rules list
// columns: plan string
MATCH (p:Plan {id: $plan})
SET p.override_reason = $reason, p.override_at_ms = $at_ms, p.override_rules = $rules
RETURN p.id AS plan

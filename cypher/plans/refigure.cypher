// One row: a draft with other figures, since a household of it was moved by hand. No row when it is no draft.
// params:  plan string, props map
// columns: plan string
MATCH (p:Plan {id: $plan, status: 'draft'})
SET p += $props, p.by_hand = coalesce(p.by_hand, 0) + 1
RETURN p.id AS plan

// One row: a new plan, not to be seen before its changes are all there.
// params:  id string, number int, props map
// columns: plan string
CREATE (p:Plan {id: $id, number: $number})
SET p += $props
SET p.status = 'writing'
RETURN p.id AS plan

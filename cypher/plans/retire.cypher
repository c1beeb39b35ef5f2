// One row per plan that is not in force any longer.
// params:  except string (id of the plan that stays, or empty)
// columns: plan string
MATCH (p:Plan {status: 'approved'})
WHERE p.id <> $except
SET p.status = 'retired'
RETURN p.id AS plan
ORDER BY plan

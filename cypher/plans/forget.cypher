// Removes a plan that never was finished.
// params:  plan string
// columns: none
MATCH (p:Plan {id: $plan, status: 'writing'})
DELETE p

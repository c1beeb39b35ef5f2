// One row: how many changes were written. `before` is who served the household in the version that the plan is based on.
// params:  rows list, plan string
// columns: proposed int
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
CREATE (m)-[r:PROPOSED {plan: $plan, before: row.before, forced: row.forced}]->(h)
RETURN count(r) AS proposed

// One row per household whose member a plan changes.
// params:  plan string
// columns: household string, member string, before string, forced boolean
MATCH (m:Member)-[r:PROPOSED {plan: $plan}]->(h:Household)
RETURN h.id AS household, m.id AS member, r.before AS before, r.forced AS forced
ORDER BY household

// One row: how many changes of a household a plan proposed; they are gone.
// params:  plan string, household string
// columns: removed int
MATCH (:Member)-[r:PROPOSED {plan: $plan}]->(:Household {id: $household})
DELETE r
RETURN count(*) AS removed

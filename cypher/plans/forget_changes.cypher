// One row: how many changes of a plan were removed.
// params:  plan string, at_once int
// columns: removed int
MATCH (:Member)-[r:PROPOSED {plan: $plan}]->(:Household)
WITH r LIMIT $at_once
DELETE r
RETURN count(*) AS removed

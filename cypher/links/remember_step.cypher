// Remembers a step of the link history: the version it made, the one before, and the plan in force after it and before.
// params:  id string, kind string, version int, before int, at_ms int, plan string, plan_before string, undoes string, opened int, closed int
// columns: none
CREATE (:LinkStep {
  id: $id, kind: $kind, version: $version, before: $before, at_ms: $at_ms, plan: $plan,
  plan_before: $plan_before, undoes: $undoes, opened: $opened, closed: $closed
})

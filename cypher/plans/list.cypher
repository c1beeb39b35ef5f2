// One row per plan, oldest first.
// params:  none
// columns: id string, number int, status string, rules string, solve_status string, objective float, bound float, gap float, walking float, relation float, compactness float, balance float, ceiling float, churn float, target_minutes float, seed int, seconds float, based_on int, grid string, max_moves int, fewest_moves int, changed int, moves int, forced int, made_at_ms int, approved_at_ms int, broken int, broken_rules list, by_hand int, override_reason string, override_at_ms int, override_rules list
MATCH (p:Plan)
WHERE p.status <> 'writing'
RETURN p.id AS id, p.number AS number, p.status AS status, p.rules AS rules, p.solve_status AS solve_status,
       p.objective AS objective, p.bound AS bound, p.gap AS gap, p.walking AS walking, p.relation AS relation,
       p.compactness AS compactness, p.balance AS balance, p.ceiling AS ceiling, p.churn AS churn,
       p.target_minutes AS target_minutes, p.seed AS seed, p.seconds AS seconds, p.based_on AS based_on,
       p.grid AS grid, p.max_moves AS max_moves, p.fewest_moves AS fewest_moves,
       p.changed AS changed, p.moves AS moves, p.forced AS forced,
       p.made_at_ms AS made_at_ms, p.approved_at_ms AS approved_at_ms, coalesce(p.broken, 0) AS broken,
       coalesce(p.broken_rules, []) AS broken_rules, coalesce(p.by_hand, 0) AS by_hand,
       p.override_reason AS override_reason, p.override_at_ms AS override_at_ms,
       coalesce(p.override_rules, []) AS override_rules
ORDER BY number

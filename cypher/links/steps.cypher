// One row per step of the link history above a version, oldest first.
// params:  above int
// columns: id string, kind string, version int, before int, at_ms int, plan string, plan_before string, undoes string, opened int, closed int
MATCH (s:LinkStep)
WHERE s.version > $above
RETURN s.id AS id, s.kind AS kind, s.version AS version, s.before AS before, s.at_ms AS at_ms, s.plan AS plan,
       s.plan_before AS plan_before, s.undoes AS undoes, s.opened AS opened, s.closed AS closed
ORDER BY version

// One row per step of an appeal, with who acted and on whom, by their label and name.
// params:  appeal string
// columns: seq int, kind string, at_ms int, reason string, satisfied boolean, giver string, giver_label string, giver_name string, giver_path list, taker string, taker_label string, taker_name string, taker_path list
MATCH (a:Appeal {id: $appeal})-[:HAS_STEP]->(s:Step)
OPTIONAL MATCH (s)-[:FROM]->(f)
OPTIONAL MATCH (s)-[:TO]->(t)
RETURN s.seq AS seq, s.kind AS kind, s.at_ms AS at_ms, s.reason AS reason, s.satisfied AS satisfied,
       f.id AS giver, labels(f)[0] AS giver_label, f.name AS giver_name, f.path AS giver_path,
       t.id AS taker, labels(t)[0] AS taker_label, t.name AS taker_name, t.path AS taker_path
ORDER BY seq

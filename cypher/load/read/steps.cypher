// One row per step of an appeal, as an import compares it with the file.
// params:  none
// columns: id string, appeal string, seq int, kind string, at_ms int, reason string, satisfied boolean, to_appeal string, to_from string, to_to string, to_next string
MATCH (s:Step)
OPTIONAL MATCH (a:Appeal)-[:HAS_STEP]->(s)
OPTIONAL MATCH (s)-[:FROM]->(sender)
OPTIONAL MATCH (s)-[:TO]->(receiver)
OPTIONAL MATCH (s)-[:NEXT]->(after:Step)
RETURN s.id AS id, s.appeal AS appeal, s.seq AS seq, s.kind AS kind, s.at_ms AS at_ms, s.reason AS reason,
       s.satisfied AS satisfied, a.id AS to_appeal, labels(sender)[0] + ':' + sender.id AS to_from,
       labels(receiver)[0] + ':' + receiver.id AS to_to, after.id AS to_next
ORDER BY id

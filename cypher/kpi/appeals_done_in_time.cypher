// One row per channel: how many appeals were done by the deadline of their triage, with the extensions asked for in
// time. One that repeats another, or has no triage, is not counted.
// params:  now_ms int, reopening list (kinds of steps that open it again), done_by string (kind of step), hours_ms map (by triage), extension_ms map (by triage), extensions int (at most so many count)
// columns: part string (channel), value int
MATCH (a:Appeal)
WHERE a.opened_at_ms <= $now_ms AND $hours_ms[a.triage] IS NOT NULL AND size([(a)-[:SAME_AS]->(e:Appeal) | 1]) = 0
OPTIONAL MATCH (a)-[:HAS_STEP]->(s:Step)
WHERE s.at_ms <= $now_ms AND (s.kind IN ['extend', $done_by] OR s.kind IN $reopening)
WITH a, s
ORDER BY a.id, s.seq
WITH a, collect(CASE WHEN s IS NULL THEN NULL ELSE [s.kind, s.at_ms] END) AS steps
WITH a.channel AS part, reduce(due = [a.opened_at_ms + $hours_ms[a.triage], 0], step IN steps | CASE
       WHEN step[0] = 'extend' AND due[1] < $extensions AND step[1] <= due[0]
       THEN [due[0] + $extension_ms[a.triage], due[1] + 1] ELSE due END)[0] AS due_ms,
     reduce(done = -1, step IN steps | CASE
       WHEN step[0] = $done_by AND (done = -1 OR $done_by = 'close') THEN step[1]
       WHEN $done_by = 'close' AND step[0] IN $reopening THEN -1 ELSE done END) AS done_ms
WHERE done_ms >= 0 AND done_ms <= due_ms
RETURN part, count(*) AS value
ORDER BY part

// One row per member, as an import compares it with the file.
// params:  none
// columns: id string, name string, phone string, senior boolean, share float, status string, reported_on string, areas list, min_households int, max_households int, lon float, lat float, x float, y float, placed string, to_department string, to_home string, to_community string
MATCH (m:Member)
OPTIONAL MATCH (m)-[:WORKS_IN]->(d:Department)
OPTIONAL MATCH (m)-[:LIVES_IN]->(b:Building)
OPTIONAL MATCH (m)-[:REPORTED_TO]->(o:Organisation)
RETURN m.id AS id, m.name AS name, m.phone AS phone, m.senior AS senior, m.share AS share,
       m.status AS status, m.reported_on AS reported_on, m.areas AS areas,
       m.min_households AS min_households, m.max_households AS max_households, m.lon AS lon, m.lat AS lat,
       m.x AS x, m.y AS y, m.placed AS placed, d.id AS to_department, b.id AS to_home, o.id AS to_community
ORDER BY id

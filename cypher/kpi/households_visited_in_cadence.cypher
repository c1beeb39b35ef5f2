// One row: how many households' last visit is no longer ago than a quarter divided by their visits a quarter (rolling).
// params:  now_ms int, quarter_ms int, visits map (a quarter by class), priority_visits int (a quarter at least)
// columns: value int
MATCH (h:Household)<-[:OF]-(v:Visit)
WHERE v.at_ms <= $now_ms AND h.closed_on IS NULL
WITH h, max(v.at_ms) AS last_ms
WITH h, last_ms, CASE
       WHEN $visits[h.risk] < $priority_visits
        AND (h.priority OR size([(h)<-[:OF]-(p:Person) WHERE p.priority | 1]) > 0)
       THEN $priority_visits ELSE $visits[h.risk] END AS visits
WHERE ($now_ms - last_ms) * visits <= $quarter_ms
RETURN count(h) AS value

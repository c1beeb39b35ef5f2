// One row: how many households had all their visits in the last whole calendar quarter.
// params:  from_ms int, until_ms int (the quarter), visits map (a quarter by class), priority_visits int (a quarter at least)
// columns: value int
MATCH (h:Household)<-[:OF]-(v:Visit)
WHERE v.at_ms >= $from_ms AND v.at_ms < $until_ms AND h.closed_on IS NULL
WITH h, count(v) AS been
WITH h, been, CASE
       WHEN $visits[h.risk] < $priority_visits
        AND (h.priority OR size([(h)<-[:OF]-(p:Person) WHERE p.priority | 1]) > 0)
       THEN $priority_visits ELSE $visits[h.risk] END AS visits
WHERE been >= visits
RETURN count(h) AS value

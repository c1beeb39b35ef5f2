// One row per organisation, venue and team: its name.
// params:  none
// columns: actor string, label string, name string
MATCH (b:Organisation|Venue|Team)
RETURN b.id AS actor, labels(b)[0] AS label, b.name AS name
ORDER BY actor

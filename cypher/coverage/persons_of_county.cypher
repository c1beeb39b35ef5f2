// One row: the persons of all households, as rows of [id, household, priority, needs].
// params:  none
// columns: persons list
MATCH (p:Person)-[:OF]->(h:Household)
WHERE h.closed_on IS NULL
RETURN collect([p.id, h.id, p.priority, p.needs]) AS persons

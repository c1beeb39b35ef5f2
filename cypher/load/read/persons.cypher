// One row per person in need, as an import compares it with the file.
// params:  none
// columns: id string, name string, born_on string, needs list, priority boolean, to_household string
MATCH (p:Person)
OPTIONAL MATCH (p)-[:OF]->(h:Household)
RETURN p.id AS id, p.name AS name, p.born_on AS born_on, p.needs AS needs, p.priority AS priority,
       h.id AS to_household
ORDER BY id

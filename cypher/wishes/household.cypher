// One row: a household, and the day on which it was closed, if it was. No row when there is no such household.
// params:  household string
// columns: household string, closed_on string
MATCH (h:Household {id: $household})
RETURN h.id AS household, h.closed_on AS closed_on

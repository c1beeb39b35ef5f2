// One row per household and active member who is paired with it.
// params:  households list (ids)
// columns: household string, member string
UNWIND $households AS id
MATCH (h:Household {id: id})<-[:TIED {kind: 'paired'}]-(m:Member {status: 'active'})
RETURN h.id AS household, m.id AS member
ORDER BY household, member

// One row: who watches over these households, active members who are paired with them, as rows of [household, member].
// params:  households list (ids)
// columns: watchers list
UNWIND $households AS id
MATCH (h:Household {id: id})<-[:TIED {kind: 'paired'}]-(m:Member {status: 'active'})
RETURN collect([h.id, m.id]) AS watchers

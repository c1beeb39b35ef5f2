// One row per household that was linked once: the first version in which its last link was no longer in force.
// params:  households list (ids), version int
// columns: household string, ended int
UNWIND $households AS id
MATCH (h:Household {id: id})<-[r:SERVES]-(:Member)
WHERE r.to_version <= $version
WITH h, max(r.to_version) AS ended
RETURN h.id AS household, ended
ORDER BY household

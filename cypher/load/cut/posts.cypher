// Takes what they belong to and their holder off posts, before they are given others.
// params:  rows list (id)
// columns: none
UNWIND $rows AS row
MATCH (p:Post {id: row.id})
OPTIONAL MATCH (p)-[belongs:OF]->()
OPTIONAL MATCH (p)<-[held:HOLDS]-()
DELETE belongs, held

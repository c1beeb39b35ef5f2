// One row per area leader and commander that is a post of an organisation or a building, with the holder, whatever the
// status. `places`: how far up the organisations and the paths of grids that those govern, or the path around a building.
// params:  none
// columns: post string, title string, kind string, of string, owner string, places list (steps up, path), member string, name string, status string
UNWIND ['area_leader', 'commander'] AS kind
MATCH (p:Post {kind: kind})-[:OF]->(of:Organisation|Building)
OPTIONAL MATCH (p)<-[:HOLDS]-(m:Member)
RETURN p.id AS post, p.title AS title, p.kind AS kind, of.id AS of, labels(of)[0] AS owner,
       [(of)-[:IN_GRID]->(around:Grid) | [0, around.path]]
       + [(of)-[:GOVERNS]->(own:Grid) | [0, own.path]]
       + [way = (of)-[:PART_OF*1..8]->(body:Organisation)-[:GOVERNS]->(place:Grid) | [length(way), place.path]]
       AS places,
       m.id AS member, m.name AS name, m.status AS status
ORDER BY post, member

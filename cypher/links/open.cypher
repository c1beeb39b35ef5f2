// One row: how many links were written; they begin with a version that no reader has yet.
// params:  rows list, version int, open int, step string
// columns: opened int
UNWIND $rows AS row
MATCH (m:Member {id: row.member})
MATCH (h:Household {id: row.household})
CREATE (m)-[r:SERVES {
  from_version: $version, to_version: $open, step: $step, plan: row.plan, since_on: row.since_on,
  until_on: row.until_on, card_no: row.card_no, card_issued_on: row.card_issued_on
}]->(h)
RETURN count(r) AS opened

// Opens the journal of an import: what it will write is being noted, nothing is written yet.
// params:  id string, number int, file string, sha256 string, at_ms int
// columns: none
CREATE (:Import {id: $id, number: $number, file: $file, sha256: $sha256, state: 'noting', at_ms: $at_ms})

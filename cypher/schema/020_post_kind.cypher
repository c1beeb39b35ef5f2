// Makes posts of a kind quick to find: the commander is asked for above every place.
// params:  none
// columns: none
CREATE INDEX post_kind IF NOT EXISTS FOR (n:Post) ON (n.kind)

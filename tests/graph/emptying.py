"""Takes all data out of a graph between two tests; the schema and the memory of its migrations stay."""

from __future__ import annotations

from graph.database import Database
from graph.queries import parse

AT_ONCE = 10_000  # nodes a transaction: Neo4j keeps a transaction in memory

_REMOVE = parse(
    "tests/remove",
    "// One row: how many nodes were removed.\n// params:  at_once int\n// columns: removed int\n"
    "MATCH (n) WHERE NOT n:Migration WITH n LIMIT $at_once DETACH DELETE n RETURN count(*) AS removed",
)


def empty(database: Database) -> None:
    """Remove every node but the migrations, and every relation."""
    while database.write(_REMOVE, at_once=AT_ONCE)[0]["removed"] == AT_ONCE:
        pass

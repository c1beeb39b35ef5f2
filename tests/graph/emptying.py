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
_COUNT = parse(
    "tests/count",
    "// One row: how many nodes there are besides the migrations.\n// params:  none\n// columns: nodes int\n"
    "MATCH (n) WHERE NOT n:Migration RETURN count(n) AS nodes",
)


def count(database: Database) -> int:
    """How many nodes a graph holds besides its migrations."""
    nodes: int = database.read(_COUNT)[0]["nodes"]
    return nodes


def empty(database: Database) -> None:
    """Remove every node but the migrations, and every relation."""
    while database.write(_REMOVE, at_once=AT_ONCE)[0]["removed"] == AT_ONCE:
        pass

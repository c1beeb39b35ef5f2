"""Everything that a graph holds, as plain values that two graphs can be compared by."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph.database import Database
from tests.graph.a_query import a_query

HISTORY = frozenset({"Import", "ImportBatch", "LinkStep", "Migration"})

_NODES = a_query(
    "MATCH (n) RETURN labels(n)[0] AS label, n.id AS id, properties(n) AS properties",
    columns="label string, id string, properties map",
)
_RELATIONS = a_query(
    "MATCH (a)-[r]->(b) RETURN labels(a)[0] AS start, a.id AS a, type(r) AS type, labels(b)[0] AS end, b.id AS b, "
    "properties(r) AS properties",
    columns="start string, a string, type string, end string, b string, properties map",
)
_COUNTY_ALONE = frozenset({"lock", "approving", "approving_until_ms"})


def nodes(db: Database) -> dict[tuple[str, str], dict[str, Any]]:
    """The properties of every node by label and id; those of the lease change with every write and are left out."""
    return {
        (row["label"], row["id"]): {k: v for k, v in row["properties"].items() if k not in _COUNTY_ALONE}
        for row in db.read(_NODES)
        if row["label"] not in HISTORY
    }


def relations(db: Database) -> Counter[tuple[Any, ...]]:
    """Every relation: start, type, end and properties."""
    return Counter(
        (row["start"], row["a"], row["type"], row["end"], row["b"], tuple(sorted(row["properties"].items())))
        for row in db.read(_RELATIONS)
    )


def everything(db: Database) -> tuple[dict[tuple[str, str], dict[str, Any]], Counter[tuple[Any, ...]]]:
    """Nodes and relations."""
    return nodes(db), relations(db)


def imports(db: Database) -> list[tuple[str, str]]:
    """The imports that the graph remembers, with their state, oldest first."""
    found = a_query(
        "MATCH (i:Import) RETURN i.id AS id, i.state AS state ORDER BY i.number", columns="id string, state string"
    )
    return [(row["id"], row["state"]) for row in db.read(found)]


def batches(db: Database) -> int:
    """How many batches wait in journals."""
    return db.read(a_query("MATCH (b:ImportBatch) RETURN count(b) AS number", columns="number int"))[0]["number"]

"""What an import writes, as batches in order: a query of cypher/load/ and the rows that it runs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.ingest.closing import Closing
from graph.ingest.differences import Difference
from graph.ingest.graph_rows import GraphRow, Key
from graph.ingest.graph_tables import GRAPH_TABLES, GraphTable

BATCH_ROWS = 5000
_Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """One transaction of an import."""

    query: str
    rows: Sequence[dict[str, Any]]


def batches(
    county: Mapping[str, Any] | None,
    found: Mapping[str, Difference],
    state: Mapping[str, dict[Key, GraphRow]],
    closing: Closing,
    closed_on: str,
) -> list[Batch]:
    """Everything in the order in which it can be written: nodes before what joins them, closing last."""
    made: list[Batch] = [] if county is None else [Batch("load/county/write", [{"set": dict(county)}])]
    for key, difference in found.items():
        made += _nodes(GRAPH_TABLES[key], difference)
    for key, difference in found.items():
        made += _relations(GRAPH_TABLES[key], difference, state[key])
    for key, rows in closing.closed.items():
        made += _split(f"load/close/{key}", [_key(GRAPH_TABLES[key], row) | _closed(key, closed_on) for row in rows])
    return made


def _nodes(table: GraphTable, difference: Difference) -> list[Batch]:
    """The properties of every row that is new or other; null takes a property away, and a new row has none to take."""
    new = [
        _key(table, row) | {"set": {name: value for name, value in row.properties.items() if value is not None}}
        for row in difference.new
    ]
    other = [_key(table, row) | {"set": row.properties} for row in (*difference.changed, *difference.stale)]
    if table.born is None:
        return _split(f"load/nodes/{table.key}", new + other)
    for entry, row in zip(new, difference.new, strict=True):
        entry |= {name: row.references[name][0] for name in table.born}
    return _split(f"load/new/{table.key}", new) + _split(f"load/nodes/{table.key}", other)


def _relations(table: GraphTable, difference: Difference, state: dict[Key, GraphRow]) -> list[Batch]:
    """The relations of new rows, and of rows that refer to others than before: these lose all of theirs first."""
    turned = [row for row in (*difference.changed, *difference.stale) if row.references != state[row.key].references]
    cut = _split(f"load/cut/{table.key}", [_key(table, row) for row in turned])
    born = table.born or frozenset()
    joins = (_joins(table, name, turned if name in born else [*difference.new, *turned]) for name in table.references)
    return cut + [batch for join in joins for batch in join]


def _joins(table: GraphTable, name: str, rows: Sequence[GraphRow]) -> Iterator[Batch]:
    pairs: dict[str, _Rows] = {}
    for row in rows:
        for to in row.references[name]:
            label, _, plain = to.partition(":") if name in table.several else ("", "", to)
            pairs.setdefault(f"_{label.lower()}" if label else "", []).append({"id": row.key[0], "to": plain})
    for suffix, joined in pairs.items():
        yield from _split(f"load/relations/{table.key}_{name}{suffix}", joined)


def _key(table: GraphTable, row: GraphRow) -> dict[str, Any]:
    return dict(zip(table.identity, row.key, strict=True))


def _closed(table: str, closed_on: str) -> dict[str, str]:
    return {"closed_on": closed_on} if table == "households" else {}


def _split(query: str, rows: _Rows) -> list[Batch]:
    return [Batch(query, rows[start : start + BATCH_ROWS]) for start in range(0, len(rows), BATCH_ROWS)]

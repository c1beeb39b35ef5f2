"""What the graph holds now, in the rows that an import compares with the file's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.database import Database
from graph.ingest.graph_rows import GraphRow, Key, References
from graph.ingest.graph_tables import GRAPH_TABLES, GraphTable
from graph.queries import query

ROOT_KEY = ("county",)


def read_state(db: Database, on_table: Callable[[str], None]) -> dict[str, dict[Key, GraphRow]]:
    """Every row of every table, by key; the county's own grid is none of them. `on_table` is told what comes next."""
    state: dict[str, dict[Key, GraphRow]] = {key: {} for key in GRAPH_TABLES}
    if not db.read(query("load/any"))[0]["found"]:
        return state
    for table in GRAPH_TABLES.values():
        on_table(table.key)
        rows = (_row(table, row) for row in db.read(query(f"load/read/{table.key}")))
        state[table.key] = {row.key: row for row in rows}
    state["grids"].pop(ROOT_KEY, None)
    return state


def _row(table: GraphTable, row: dict[str, Any]) -> GraphRow:
    references: References = {}
    for name in table.references:
        to = row[f"to_{name}"]
        references[name] = () if to is None else (to,) if isinstance(to, str) else tuple(sorted(to))
    properties = {name: row[name] for name in table.properties}
    return GraphRow(tuple(row[name] for name in table.identity), properties, references)

"""What must lie above what: levels of grids, and chains that may not close to a ring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.ingest.county import Row
from graph.ingest.draft import Draft
from graph.words import LEVELS

_RANK = {level: rank for rank, level in enumerate(LEVELS)}  # large 0 … micro 3
_RINGS = (("grids", "parent"), ("organisations", "parent"), ("appeals", "same_as"))
LONGEST_RING_SHOWN = 6


def check_order(draft: Draft) -> None:
    """A grid lies in one of a higher level, houses in micro-grids, and no chain of parents or same appeals closes."""
    in_rings: set[int] = set()
    for table, column in _RINGS:
        for ring in rings({row["id"]: row[column] for row in draft.rows[table] if row["id"] is not None}):
            rows = [row for row in draft.rows[table] if row["id"] in ring]
            if table == "grids":
                in_rings |= {row.number for row in rows}
            _tell_ring(draft, table, column, ring, rows[0])
    levels = {row["id"]: row["level"] for row in reversed(draft.rows["grids"])}  # the first of two rows with one id
    _check_levels(draft, levels, in_rings)
    for table in ("buildings", "households"):
        _check_micro(draft, levels, table)


def rings(above: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Every ring in a map from an id to the one above it, once, in the order of its chain."""
    done: set[str] = set()
    for start in above:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in above and at not in done and at not in chain:
            chain[at] = None
            at = above[at]
        if at in chain:
            ids = list(chain)
            yield ids[ids.index(at) :]
        done.update(chain)


def _tell_ring(draft: Draft, table: str, column: str, ring: list[str], row: Row) -> None:
    shown = " → ".join([*ring[:LONGEST_RING_SHOWN], "…" if len(ring) > LONGEST_RING_SHOWN else ring[0]])
    remedy = "Take one link of the ring out, so that the chain ends."
    draft.faults.cell(draft.sheets[table], row, column, row[column], f"closes a ring: {shown}", remedy)


def _check_levels(draft: Draft, levels: Mapping[str, str | None], in_rings: set[int]) -> None:
    for row in draft.rows["grids"]:
        own, parent = row["level"], levels.get(row["parent"])
        if own and parent and row.number not in in_rings and _RANK[parent] >= _RANK[own]:
            problem = f"a {own} grid cannot lie in a {parent} one"
            remedy = (
                "Name a grid of a higher level (large, medium, small, micro), or leave it empty for the county itself."
            )
            draft.faults.cell(draft.sheets["grids"], row, "parent", row["parent"], problem, remedy)


def _check_micro(draft: Draft, levels: Mapping[str, str | None], table: str) -> None:
    for row in draft.rows[table]:
        level = levels.get(row["grid"])
        if level and level != "micro":
            remedy = "Name the micro-grid (微) that it stands in."
            draft.faults.cell(
                draft.sheets[table], row, "grid", row["grid"], f"is a {level} grid, not a micro-grid", remedy
            )

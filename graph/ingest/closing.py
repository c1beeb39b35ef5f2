"""What `--close-missing` means: what becomes of the rows of the graph that the file no longer has.

- members have left (status `left`); what they did, hold and serve stays, so that a plan can hand it on;
- households are marked `closed_on`, stand in no building and no grid any more, have no ties, and their link ends with
  the next version; their visits, appeals and former links stay;
- visits, appeals and steps happened: they stay as they are;
- everything else is removed, unless something that happened still names it (an appeal was handed to that department),
  or a row of a table that the file has no sheet for (a post of that grid, when there is no sheet of posts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.ingest.differences import Difference
from graph.ingest.graph_rows import GraphRow, Key
from graph.ingest.graph_tables import EVENTS, GRAPH_TABLES, LABELS

_STAY: Final = EVENTS | {"members", "households"}
_LABEL_OF: Final = {
    "grids.parent": "Grid",
    "organisations.parent": "Organisation",
    "organisations.grid": "Grid",
    "buildings.grid": "Grid",
    "buildings.property_company": "Organisation",
    "teams.grids": "Grid",
    "venues.grids": "Grid",
    "members.department": "Department",
    "members.home": "Building",
    "members.community": "Organisation",
}


@dataclass(frozen=True, slots=True)
class Closing:
    """By table the rows to close, and those that stay because something that stays names them."""

    closed: Mapping[str, tuple[GraphRow, ...]]
    held: Mapping[str, tuple[GraphRow, ...]]

    @property
    def households(self) -> frozenset[str]:
        """The households whose link ends."""
        return frozenset(row.key[0] for row in self.closed.get("households", ()))


NOTHING: Final = Closing({}, {})


def close_missing(
    found: Mapping[str, Difference], state: Mapping[str, dict[Key, GraphRow]], given: frozenset[str]
) -> Closing:
    """What to close of everything that is missing."""
    missing = {
        key: {row.key: row for row in difference.missing} for key, difference in found.items() if key not in EVENTS
    }
    named = set[str]()
    for table, rows in state.items():
        if table in EVENTS or table not in given:
            for row in rows.values():
                named.update(_names(table, row))
    held = _held(missing, named)
    closed = {
        key: tuple(row for k, row in rows.items() if k not in held.get(key, {}))
        for key, rows in missing.items()
        if rows
    }
    return Closing(closed, {key: tuple(rows.values()) for key, rows in held.items() if rows})


def _held(missing: Mapping[str, dict[Key, GraphRow]], named: set[str]) -> dict[str, dict[Key, GraphRow]]:
    """The missing rows that are named, and those that these name in turn."""
    held: dict[str, dict[Key, GraphRow]] = {key: {} for key in missing}
    grew = True
    while grew:
        grew = False
        for table, rows in missing.items():
            for key, row in rows.items():
                label = LABELS.get(table)
                if table not in _STAY and label and key not in held[table] and f"{label}:{key[0]}" in named:
                    held[table][key] = row
                    named.update(_names(table, row))
                    grew = True
    return held


def _names(table: str, row: GraphRow) -> Iterator[str]:
    """What a row refers to, as `Label:id`."""
    for name, to in row.references.items():
        several = name in GRAPH_TABLES[table].several
        label = _LABEL_OF.get(f"{table}.{name}")
        for one in to:
            if several:
                yield one
            elif label:
                yield f"{label}:{one}"

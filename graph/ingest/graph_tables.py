"""Which table of the workbook becomes which label, and which of its columns become relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from graph.entities import PROPERTIES

EVENTS: Final = frozenset({"visits", "appeals", "steps"})  # what happened: a file without it does not undo it

# Properties that are worked out from other rows: they are kept up to date, but a row is not "changed" by them.
DERIVED: Final = frozenset({"x", "y", "path", "ord"})
_TIED: Final = ("status", "at_ms", "reason")  # what a file says of a tie


@dataclass(frozen=True, slots=True)
class GraphTable:
    """A table as the graph keeps it: its queries are cypher/load/read|nodes|cut|close/<key>.

    `references` are its relations, by the name of the query cypher/load/relations/<key>_<name>; those in `several` may
    point to more than one label, and a query for each of them ends in that label. Where `born` is set, cypher/load/new/
    writes new rows with these references in one go: the large tables, for speed.
    """

    key: str
    properties: tuple[str, ...]
    references: tuple[str, ...] = ()
    several: frozenset[str] = frozenset()
    born: frozenset[str] | None = None
    identity: tuple[str, ...] = ("id",)


def _table(key: str, label: str, *references: str, several: Iterable[str] = (), born: Iterable[str] = ()) -> GraphTable:
    return GraphTable(key, PROPERTIES[label], references, frozenset(several), frozenset(born) or None)


_TABLES: Final = (
    _table("grids", "Grid", "parent"),
    _table("organisations", "Organisation", "parent", "grid"),
    _table("buildings", "Building", "grid", "property_company"),
    _table("households", "Household", "building", "grid", born=("building", "grid")),
    _table("persons", "Person", "household", born=("household",)),
    _table("departments", "Department"),
    _table("members", "Member", "department", "home", "community"),
    _table("posts", "Post", "of", "member", several=("of",)),
    _table("teams", "Team", "grids", "members"),
    _table("venues", "Venue", "grids"),
    _table("visits", "Visit", "member", "household", born=("member", "household")),
    _table("appeals", "Appeal", "household", "same_as"),
    _table("steps", "Step", "appeal", "from", "to", "next", several=("from", "to"), born=("appeal",)),
    GraphTable(
        "ties",
        _TIED,
        born=frozenset(),
        identity=("member", "household", "kind"),
    ),
)

GRAPH_TABLES: Final[Mapping[str, GraphTable]] = MappingProxyType({table.key: table for table in _TABLES})

# Labels by the table that a reference may name.
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "grids": "Grid",
        "organisations": "Organisation",
        "buildings": "Building",
        "departments": "Department",
        "members": "Member",
        "teams": "Team",
        "venues": "Venue",
    }
)

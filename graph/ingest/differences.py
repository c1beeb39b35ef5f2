"""How a county's file differs from what the graph holds: table by table, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.geo import project
from graph.ingest.graph_rows import GraphRow, Key, chain_steps
from graph.ingest.graph_tables import DERIVED
from graph.ingest.grids import grid_paths
from graph.ingest.place import LonLat

_GIVEN: Final = frozenset({None, "given", "lonlat"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One table. `new` and `changed` by what the file says; `stale` rows are written though nobody changed them.

    A stale row has something that is worked out from other rows: metres about another origin, another way to the
    county. `missing` are in the graph and not in the file; a table without a sheet misses nothing.
    """

    new: tuple[GraphRow, ...]
    changed: tuple[GraphRow, ...]
    stale: tuple[GraphRow, ...]
    unchanged: int
    missing: tuple[GraphRow, ...]


def differences(
    wanted: Mapping[str, dict[Key, GraphRow]],
    state: Mapping[str, dict[Key, GraphRow]],
    *,
    given: frozenset[str],
    origin: LonLat,
) -> dict[str, Difference]:
    """The differences of every table; `given` are the tables that the file has a sheet for."""
    kept = {key: {k: row for k, row in rows.items() if k not in wanted[key]} for key, rows in state.items()}
    renewed = _renewed(wanted, kept, origin)
    return {
        key: _difference(wanted[key], state[key], renewed.get(key, []), kept[key] if key in given else {}, key)
        for key in wanted
    }


def _difference(
    wanted: dict[Key, GraphRow],
    state: dict[Key, GraphRow],
    renewed: list[GraphRow],
    missing: dict[Key, GraphRow],
    table: str,
) -> Difference:
    both = [(row, state[key]) for key, row in wanted.items() if key in state]
    changed = tuple(row for row, old in both if _told(row) != _told(old))
    touched = [row for row, old in both if _told(row) == _told(old) and row != old]
    stale = touched + [row for row in renewed if row != state[row.key]]
    new = tuple(row for key, row in wanted.items() if key not in state)
    listed = tuple(row for row in missing.values() if not _over(table, row))
    return Difference(new, changed, tuple(stale), len(both) - len(changed), listed)


def _told(row: GraphRow) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """What a row's own cells say: without metres, ways and order, and without a point that is not its own."""
    point = () if row.properties.get("placed") in _GIVEN else ("lon", "lat")
    skipped = DERIVED.union(point)
    properties = {name: value for name, value in row.properties.items() if name not in skipped}
    return properties, {name: to for name, to in row.references.items() if name != "next"}


def _over(table: str, row: GraphRow) -> bool:
    """Rows that are closed already are not listed again, nor is a wish that was stated here and never in a file."""
    if table == "ties":
        return row.properties["status"] is None
    if table == "households":
        return row.properties["closed_on"] is not None
    return table == "members" and row.properties["status"] == "left"


def _renewed(
    wanted: Mapping[str, dict[Key, GraphRow]], kept: Mapping[str, dict[Key, GraphRow]], origin: LonLat
) -> dict[str, list[GraphRow]]:
    """The rows that only the graph has, with what is worked out from the file's rows worked out anew."""
    renewed = {key: [_moved(row, origin) for row in kept[key].values()] for key in ("buildings", "members", "venues")}
    parents = {row.key[0]: row.references["parent"] for table in (wanted, kept) for row in table["grids"].values()}
    paths = grid_paths({grid: up[0] if up and up[0] in parents else None for grid, up in parents.items()})
    renewed["grids"] = [
        GraphRow(row.key, row.properties | {"path": list(paths[row.key[0]])}, row.references)
        for row in kept["grids"].values()
    ]
    steps = {key: GraphRow(key, row.properties, dict(row.references)) for key, row in kept["steps"].items()}
    chain_steps([*wanted["steps"].values(), *steps.values()])
    renewed["steps"] = list(steps.values())
    return renewed


def _moved(row: GraphRow, origin: LonLat) -> GraphRow:
    lon, lat = row.properties["lon"], row.properties["lat"]
    if lon is None or lat is None:
        return row
    x, y = project(lon, lat, origin)
    return GraphRow(row.key, row.properties | {"x": x, "y": y}, row.references)

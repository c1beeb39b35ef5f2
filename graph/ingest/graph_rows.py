"""A county as the graph is to hold it: one row per node or tie, with its properties and what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from graph.entities import COUNTY_ID
from graph.ingest.county import County, Row
from graph.ingest.graph_tables import GRAPH_TABLES, LABELS
from graph.ingest.grids import grid_paths, household_grids
from graph.ingest.place import Place, Places
from graph.ingest.tables import ACTORS

Key = tuple[str, ...]
References = dict[str, tuple[str, ...]]
_COLUMNS: Final = {"at_ms": "at", "opened_at_ms": "opened_at", "since_on": "since"}  # where they are called otherwise
_HOUSE_POSTS: Final = frozenset({"building_head", "centre_household"})


@dataclass(frozen=True, slots=True)
class GraphRow:
    """One node, or one tie. `key` is its id, of a tie member, household and kind.

    `properties` has every property of the label, None where nothing is known. `references` has for each reference of
    the table the ids that it points to, in order of id; where several labels may be meant, `Label:id`.
    """

    key: Key
    properties: dict[str, Any]
    references: References


GraphRows = Mapping[str, dict[Key, GraphRow]]


def graph_rows(county: County, places: Places) -> dict[str, dict[Key, GraphRow]]:
    """Every row of the county, by table and key."""
    makers = _makers(county, places)
    tables = {key: {row.key: row for row in _made(key, county.rows(key), makers.get(key))} for key in GRAPH_TABLES}
    chain_steps(tables["steps"].values())
    return tables


def chain_steps(steps: Iterable[GraphRow]) -> None:
    """Lets each step refer to the next one of its appeal, by seq."""
    by_appeal: dict[str, list[GraphRow]] = {}
    for row in steps:
        by_appeal.setdefault(row.properties["appeal"], []).append(row)
    for rows in by_appeal.values():
        rows.sort(key=lambda row: row.properties["seq"])
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            row.references["next"] = () if after is None else after.key


_Maker = Callable[[Row], tuple[dict[str, Any], References]]


def _made(key: str, rows: Sequence[Row], more: _Maker | None) -> Iterator[GraphRow]:
    table = GRAPH_TABLES[key]
    for row in rows:
        properties = {name: _kept(row[_COLUMNS.get(name, name)]) for name in table.properties}
        references = {name: _ids(row[name]) for name in table.references}
        if more:
            extra, pointed = more(row)
            properties |= extra
            references |= pointed
        identity = (f"{row['appeal']}#{row['seq']}",) if key == "steps" else tuple(row[name] for name in table.identity)
        yield GraphRow(identity, properties, references)


def _makers(county: County, places: Places) -> dict[str, _Maker]:
    """What the columns of a row alone do not say, by table."""
    paths = grid_paths({row["id"]: row["parent"] for row in county.rows("grids")})
    order = {row["id"]: number for number, row in enumerate(county.rows("grids"), start=1)}
    grid_of_building = {row["id"]: row["grid"] for row in county.rows("buildings")}
    grids = household_grids(((r["id"], r["building"], r["grid"]) for r in county.rows("households")), grid_of_building)
    actors = {row["id"]: f"{LABELS[table]}:{row['id']}" for table in ACTORS for row in county.rows(table)}
    owners = _owners(county)
    return {
        "grids": lambda row: (
            {"ord": order[row["id"]], "path": list(paths[row["id"]])},
            {"parent": _ids(row["parent"] or COUNTY_ID)},
        ),
        "buildings": lambda row: (_placed(places.buildings[row["id"]]), {}),
        "households": lambda row: ({}, {"grid": _ids(grids[row["id"]])}),
        "members": lambda row: (_placed(places.members[row["id"]]), {}),
        "posts": lambda row: ({}, {"of": (owners(row),)}),
        "venues": lambda row: (_point(places.venues.get(row["id"])), {}),
        "steps": lambda row: ({}, {name: tuple(actors[one] for one in _ids(row[name])) for name in ("from", "to")}),
        "ties": lambda row: ({"status": row["status"] or "open"}, {}),
    }


def _owners(county: County) -> Callable[[Row], str]:
    """Who a post belongs to. An id that a building shares with a grid or an organisation: houses for house posts."""
    areas = {row["id"]: f"{LABELS[key]}:{row['id']}" for key in ("organisations", "grids") for row in county.rows(key)}
    houses = {row["id"]: f"{LABELS['buildings']}:{row['id']}" for row in county.rows("buildings")}

    def owner(row: Row) -> str:
        first, second = (houses, areas) if row["kind"] in _HOUSE_POSTS else (areas, houses)
        return first.get(row["of"]) or second[row["of"]]

    return owner


def _kept(value: Any) -> Any:
    """As the graph keeps it: its lists are lists."""
    return list(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value


def _ids(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(sorted(value))


def _point(place: Place | None) -> dict[str, Any]:
    return {} if place is None else {"lon": place.lon, "lat": place.lat, "x": place.x, "y": place.y}


def _placed(place: Place) -> dict[str, Any]:
    return _point(place) | {"placed": place.placed}

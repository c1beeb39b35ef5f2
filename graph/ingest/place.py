"""Where everything stands: given points, centres in place of missing ones, and metres in the plane."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.geo import mean_point, project
from graph.ingest.county import County, Row
from graph.ingest.draft import Draft
from graph.ingest.grids import grid_paths

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees, the same in metres east and north of the county's origin, and how it came about.

    `placed`: a building is "given" or at the "grid_centre" of its micro-grid's others; a member stands at "home", at
    "lonlat", at the "community_centre", or is "unknown" and stands at the county's origin; a venue is "given".
    """

    lon: float
    lat: float
    x: float
    y: float
    placed: str


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a county by id. `origin` is the mean of the buildings' given points, in degrees.

    A venue without a point has no place.
    """

    origin: LonLat
    buildings: Mapping[str, Place]
    members: Mapping[str, Place]
    venues: Mapping[str, Place]


def check_places(draft: Draft) -> None:
    """A building without a point needs another one with a point in its micro-grid."""
    centres = _grid_centres(draft.rows["buildings"])
    for row in draft.rows["buildings"]:
        unplaced = row["lon"] is None and row["lat"] is None and not row.bad.intersection(("lon", "lat", "grid"))
        if unplaced and row["grid"] is not None and row["grid"] not in centres:
            problem = f"has no point, and no other building of its micro-grid {row['grid']} has one"
            remedy = "Fill in lon and lat (经度, 纬度) of at least one building of that micro-grid."
            draft.faults.cell(draft.sheets["buildings"], row, "lon", "", problem, remedy)


def places_of(county: County) -> Places:
    """The places of a county that `check_places` found nothing wrong with."""
    rows = county.rows("buildings")
    origin = mean_point(point for row in rows if (point := _given(row)))
    centres = _grid_centres(rows)
    buildings: dict[str, Place] = {}
    for row in rows:
        point = _given(row)
        buildings[row["id"]] = _place(point or centres[row["grid"]], origin, "given" if point else "grid_centre")
    communities = _community_centres(county)
    return Places(
        origin,
        buildings,
        members={row["id"]: _member_place(row, origin, buildings, communities) for row in county.rows("members")},
        venues={row["id"]: _place(p, origin, "given") for row in county.rows("venues") if (p := _given(row))},
    )


def _given(row: Row) -> LonLat | None:
    return None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])


def _place(point: LonLat, origin: LonLat, placed: str) -> Place:
    return Place(*point, *project(*point, origin), placed)


def _member_place(row: Row, origin: LonLat, buildings: Mapping[str, Place], communities: Mapping[str, LonLat]) -> Place:
    home = buildings.get(row["home"])
    if home is not None:
        return Place(home.lon, home.lat, home.x, home.y, "home")
    if point := _given(row):
        return _place(point, origin, "lonlat")
    if centre := communities.get(row["community"]):
        return _place(centre, origin, "community_centre")
    return _place(origin, origin, "unknown")


def _grid_centres(buildings: Iterable[Row]) -> dict[str, LonLat]:
    """The mean of the given points of each micro-grid's buildings."""
    points: defaultdict[str, list[LonLat]] = defaultdict(list)
    for row in buildings:
        if (point := _given(row)) and row["grid"] is not None:
            points[row["grid"]].append(point)
    return {grid: mean_point(found) for grid, found in points.items()}


def _community_centres(county: County) -> dict[str, LonLat]:
    """For each organisation that governs a grid the mean of the given points of the buildings in it and below it."""
    paths = grid_paths({row["id"]: row["parent"] for row in county.rows("grids")})
    points: defaultdict[str, list[LonLat]] = defaultdict(list)
    for row in county.rows("buildings"):
        if point := _given(row):
            for grid in paths[row["grid"]]:
                points[grid].append(point)
    governed = {row["id"]: row["grid"] for row in county.rows("organisations") if row["grid"] in points}
    return {organisation: mean_point(points[grid]) for organisation, grid in governed.items()}

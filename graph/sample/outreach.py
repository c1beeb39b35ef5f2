"""Volunteer teams and the platforms where neighbours deliberate, with the grids that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from graph.sample.draws import pick, shuffled, some
from graph.sample.geography import to_degrees
from graph.sample.rows import Member, Team, Venue
from graph.sample.sketch import Sketch

TEAMS, VENUES = 18, 16
TEAM_KINDS = ("党员骨干", "夕阳红", "青柠")
VENUE_KINDS = ("金牌网格长工作室", "说事厅", "悦邻轩", "圆桌会")
UNCOVERED_SHARE = 0.12  # communities that no team covers
ABOUT_THE_PLACE_M = 60.0


def teams_of(sketch: Sketch, members: Sequence[Member], rng: Generator) -> list[Team]:
    """Each team covers some communities; a few are covered by one of their small grids alone, a few not at all."""
    count = sketch.size.scaled(TEAMS, least=1)
    mediums = shuffled(rng, sketch.tree.medium_ids)
    covered = mediums[round(UNCOVERED_SHARE * len(mediums)) :]
    smalls = {grid.parent: grid.id for grid in sketch.tree.grids if grid.level == "small"}
    alone = [smalls[medium] for medium in mediums[: len(mediums) - len(covered)][::2]]
    shares = [[*covered[k::count], *alone[k::count]] for k in range(count)]
    return [
        Team(
            id=f"T{k + 1:02d}",
            name=f"{TEAM_KINDS[k % 3]}志愿服务{k // 3 + 1}队",
            kind=TEAM_KINDS[k % 3],
            grids=tuple(sorted(shares[k])),
            members=tuple(member.id for member in some(rng, members, int(rng.integers(8, 21)))),
        )
        for k in range(count)
    ]


def venues_of(sketch: Sketch, fresh: Iterator[str], rng: Generator) -> list[Venue]:
    """Most in the town, one for each of some communities."""
    count = sketch.size.scaled(VENUES, least=1)
    places = list(range(len(sketch.land.places)))
    town_first = sorted(places, key=lambda p: (sketch.land.places[p].character == "villages", p))
    venues: list[Venue] = []
    for k in range(count):
        p = town_first[k * len(town_first) // count]
        place = sketch.land.places[p]
        dx, dy = (float(rng.uniform(-ABOUT_THE_PLACE_M, ABOUT_THE_PLACE_M)) for _ in range(2))
        lon, lat = to_degrees(place.x + dx, place.y + dy)
        kind = pick(rng, VENUE_KINDS)
        venues.append(Venue(f"V{k + 1:02d}", next(fresh) + kind, kind, lon, lat, (sketch.tree.medium_ids[p],)))
    return venues

"""The lie of the land: a town of quarters, townships of villages around it, and where each lies (metres)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.random import Generator

from graph.sample.draws import apportion
from graph.sample.regions import Region, plan_regions
from graph.sample.size import Size

TOWN_SPACING_M = 430.0  # from one community of the town to the next
DENSE_SPACING_M = 330.0
RIVER_M = 160.0  # runs through the town from west to east
TOWNSHIP_AREA_M2 = 15e6
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))  # spreads points evenly around (Vogel 1979)
CHARACTERS = ("estates", "mixed", "old", "estates", "mixed")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A community of the town or a village committee: what becomes one medium grid."""

    region: int
    character: str
    x: float
    y: float
    households: int


@dataclass(frozen=True, slots=True)
class Land:
    """Regions with their centres, and the places in them, region by region."""

    regions: tuple[Region, ...]
    centres: tuple[Point, ...]
    places: tuple[Place, ...]


def lay_out(size: Size, rng: Generator, *, hard: bool = False) -> Land:
    """Where everything lies."""
    regions = plan_regions(size, rng, hard=hard)
    quarters = [i for i, region in enumerate(regions) if region.kind == "quarter"]
    communities = [max(1, round(regions[i].settled / 560)) for i in quarters]
    spacing = DENSE_SPACING_M if size.dense else TOWN_SPACING_M
    groups = _group(_town_sites(sum(communities), spacing, rng), communities)
    town_radius = spacing * math.sqrt(sum(communities) / math.pi)
    centres: list[Point] = []
    places: list[Place] = []
    for i, region in enumerate(regions):
        if region.kind == "quarter":
            centre, found = _quarter(region, i, groups[quarters.index(i)], rng, dense=size.dense)
        else:
            centre, found = _township(region, i, i - len(quarters), town_radius, rng)
        centres.append(centre)
        places.extend(found)
    return Land(tuple(regions), tuple(centres), tuple(places))


def _town_sites(count: int, spacing: float, rng: Generator) -> list[Point]:
    """The sites of a jittered lattice nearest to the middle of the town, with a river through it."""
    reach = math.ceil(math.sqrt(count)) + 1
    lattice = [(i + 0.5, j + 0.5) for i in range(-reach, reach) for j in range(-reach, reach)]
    lattice.sort(key=lambda site: (math.hypot(*site), site))
    jitter = rng.uniform(-40, 40, size=(count, 2)).tolist()
    return [
        (x * spacing + dx, y * spacing + dy + (RIVER_M if y > 0 else 0.0))
        for (x, y), (dx, dy) in zip(lattice[:count], jitter, strict=True)
    ]


def _group(sites: list[Point], counts: Sequence[int]) -> list[list[Point]]:
    """Sites in compact groups of the sizes `counts`: halved across their longer side again and again."""
    if len(counts) == 1:
        return [sites]
    half = len(counts) // 2
    widths = [max(site[axis] for site in sites) - min(site[axis] for site in sites) for axis in (0, 1)]
    axis = int(widths[1] > widths[0])
    ordered = sorted(sites, key=lambda site: (site[axis], site[1 - axis]))
    cut = sum(counts[:half])
    return _group(ordered[:cut], counts[:half]) + _group(ordered[cut:], counts[half:])


def _quarter(
    region: Region, index: int, sites: list[Point], rng: Generator, *, dense: bool
) -> tuple[Point, list[Place]]:
    shares = apportion(region.settled, rng.uniform(0.8, 1.2, len(sites)).tolist(), least=min(1, region.settled))
    offset = int(rng.integers(len(CHARACTERS)))
    places = [
        Place(index, "estates" if dense else CHARACTERS[(k + offset) % len(CHARACTERS)], x, y, share)
        for k, ((x, y), share) in enumerate(zip(sites, shares, strict=True))
    ]
    centre = (sum(x for x, _ in sites) / len(sites), sum(y for _, y in sites) / len(sites))
    return centre, places


def _township(region: Region, index: int, nth: int, town_radius: float, rng: Generator) -> tuple[Point, list[Place]]:
    """A market street with village committees around it, out on a spiral around the town."""
    distance = math.sqrt((town_radius + 2600.0) ** 2 + nth * TOWNSHIP_AREA_M2 / math.pi)
    angle = nth * GOLDEN_ANGLE + float(rng.uniform(-0.2, 0.2))
    x, y = distance * math.cos(angle), distance * math.sin(angle)
    market = max(1, round(0.24 * region.settled))
    committees = max(1, round((region.settled - market) / 210)) if region.settled > market else 0
    shares = apportion(region.settled - market, rng.uniform(0.8, 1.2, committees).tolist())
    start = float(rng.uniform(0, 2 * math.pi))
    places = [Place(index, "market", x, y, market)]
    for k, share in enumerate(shares):
        turn = start + 2 * math.pi * k / committees
        away = float(rng.uniform(900, 1500))
        places.append(Place(index, "villages", x + away * math.cos(turn), y + away * math.sin(turn), share))
    return (x, y), [place for place in places if place.households]


def outward(land: Land, region: int) -> float:
    """The direction (radians) from the town through a township: hamlets lie beyond it."""
    x, y = land.centres[region]
    return math.atan2(y, x)

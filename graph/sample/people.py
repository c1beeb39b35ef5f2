"""Who serves: where the members live, which are senior, where they may serve, who has left."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from graph.sample.blocks import Plot
from graph.sample.draws import apportion, ints, pick, shuffled
from graph.sample.regions import Region
from graph.sample.size import SEED_MEMBERS, Size
from graph.sample.terrain import Land

SENIOR_SHARE = 0.22
LEFT_PER_COUNTY, ON_LEAVE_PER_COUNTY = 26, 14
COMMUTERS = 0.12  # members of an open township who live in the town
LEAST_BESIDE_ROAD = 14  # households of a side of a village that may bind a member to it
NEIGHBOURS_TOO = 0.35  # members of a quarter who may serve the next one, too
LIVES_WHERE = {"tower": 1.6, "walk_up": 1.0, "lane": 0.6, "group": 0.6, "hamlet": 0.0}  # by household
SHARES = (1.0,) * 23 + (0.5, 0.8)
ODD_BOUNDS = ((None, 8), (None, 10), (3, None), (3, 9), (6, 12))
ODD_BOUNDS_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Cadre:
    """A member before he has a name.

    `lives`: "home", "point" (near his plot) or "unknown" (his community's centre). `areas`: the regions that he may
    serve, none: all; `one_side`: of these only the micro-grids of his side of his village's road.
    """

    region: int
    plot: int
    lives: str
    senior: bool
    share: float
    status: str
    areas: tuple[int, ...]
    least: int | None
    most: int | None
    one_side: bool = False


def seniors_by_region(regions: Sequence[Region]) -> list[int]:
    """Senior members of each region."""
    return [max(min(1, region.members), round(SENIOR_SHARE * region.members)) for region in regions]


def recruit(land: Land, plots: Sequence[Plot], size: Size, rng: Generator) -> list[Cadre]:
    """All members, region by region: those who serve, then those on leave and gone."""
    leaving = size.members / SEED_MEMBERS
    statuses = ["left"] * round(LEFT_PER_COUNTY * leaving) + ["leave"] * round(ON_LEAVE_PER_COUNTY * leaving)
    away = apportion(len(statuses), [region.members for region in land.regions])
    waiting = shuffled(rng, statuses)
    cadres: list[Cadre] = []
    for r, region in enumerate(land.regions):
        gone, waiting = waiting[: away[r]], waiting[away[r] :]
        cadres += _of_region(land, plots, r, ["active"] * region.members + gone, size, rng)
    return _beside_the_road(land, plots, cadres) if size.confined else cadres


def _of_region(
    land: Land, plots: Sequence[Plot], r: int, statuses: Sequence[str], size: Size, rng: Generator
) -> list[Cadre]:
    region = land.regions[r]
    homes = _homes(land, plots, r, len(statuses), rng)
    senior = set(ints(rng.permutation(region.members))[: seniors_by_region(land.regions)[r]])
    cadres: list[Cadre] = []
    for i, (status, home) in enumerate(zip(statuses, homes, strict=True)):
        is_senior = i in senior if status == "active" else bool(rng.uniform() < SENIOR_SHARE)
        least, most = size.bounds() or (None, None)
        cadre = Cadre(r, home, "home", is_senior, pick(rng, SHARES), status, (), least, most)
        if size.confined:
            cadre = _with_limits(land, plots, cadre, region, rng)
        cadres.append(replace(cadre, lives=pick(rng, ("home",) * 97 + ("point", "point", "unknown"))))
    return cadres


def _homes(land: Land, plots: Sequence[Plot], r: int, count: int, rng: Generator) -> list[int]:
    """Plots of region `r` to live in, by what suits people."""
    here = [i for i, plot in enumerate(plots) if land.places[plot.place].region == r]
    weights = np.array([plots[i].households * LIVES_WHERE[plots[i].style] for i in here]) + 1e-9
    return [here[k] for k in ints(rng.choice(len(here), size=count, p=weights / weights.sum()))] if here else []


def _with_limits(land: Land, plots: Sequence[Plot], cadre: Cadre, region: Region, rng: Generator) -> Cadre:
    """Where the member may serve, and bounds of his own for a few. A tight region's members serve it alone."""
    cadre = replace(cadre, areas=(cadre.region,))
    if region.tight:
        return cadre
    other = _nearest_open_quarter(land, cadre.region)
    if other is not None and region.kind == "quarter" and rng.uniform() < NEIGHBOURS_TOO:
        cadre = replace(cadre, areas=tuple(sorted((cadre.region, other))))
    if other is not None and region.kind == "township" and rng.uniform() < COMMUTERS:
        home = _homes(land, plots, other, 1, rng)[0]
        cadre = replace(cadre, areas=tuple(sorted((cadre.region, other))), plot=home)
    if rng.uniform() < ODD_BOUNDS_SHARE:
        least, most = pick(rng, ODD_BOUNDS)
        cadre = replace(cadre, least=least, most=most)
    return cadre


def _nearest_open_quarter(land: Land, r: int) -> int | None:
    """The nearest other quarter of the town that is not tight."""
    x, y = land.centres[r]
    others = [i for i, region in enumerate(land.regions) if i != r and region.kind == "quarter" and not region.tight]
    return min(others, key=lambda i: math.hypot(land.centres[i][0] - x, land.centres[i][1] - y), default=None)


def _beside_the_road(land: Land, plots: Sequence[Plot], cadres: Sequence[Cadre]) -> list[Cadre]:
    """In each open village committee the first member who lives beside a road serves his side of it alone."""
    doors = Counter[int]()
    for plot in plots:
        doors[plot.unit] += plot.households
    result = list(cadres)
    bound: set[int] = set()
    for i, cadre in enumerate(cadres):
        plot = plots[cadre.plot]
        usual = cadre.status == "active" and not cadre.senior and cadre.least is None and cadre.most is None
        open_village = plot.style == "group" and not land.regions[cadre.region].tight and plot.place not in bound
        if usual and open_village and cadre.areas == (cadre.region,) and doors[plot.unit] >= LEAST_BESIDE_ROAD:
            bound.add(plot.place)
            result[i] = replace(cadre, one_side=True)
    return result

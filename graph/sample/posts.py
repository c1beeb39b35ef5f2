"""Who holds which post: commander, area leaders, grid heads of four levels, building heads, centre households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from graph.sample.calendar import date_before
from graph.sample.draws import ints, pick
from graph.sample.organisations import Bodies
from graph.sample.rows import Building, Member, Post
from graph.sample.sketch import Sketch

VACANT_SHARE = 0.03
HELD_BY_SOMEBODY_AWAY = 0.02  # no vacancy, but a stand-in is due
NO_SINCE_SHARE = 0.05
LEAST_DOORS_OF_A_HEAD = 16
CENTRE_SHARE_LARGE, CENTRE_SHARE_SMALL, LARGE_DOORS = 0.75, 0.15, 8
TITLES = {"large": "大网格长", "medium": "中网格长", "small": "小网格长", "micro": "微网格长"}

Wanted = tuple[str, str, str, int]  # title, of, kind, region


def posts_of(
    sketch: Sketch, bodies: Bodies, buildings: Sequence[Building], members: Sequence[Member], rng: Generator
) -> list[Post]:
    """The posts sheet. Posts stay, people change: some are vacant, some are held by a member who is away."""
    here: dict[int, list[int]] = {}
    away: dict[int, list[int]] = {}
    for m, cadre in enumerate(sketch.cadres):
        (here if cadre.status == "active" else away).setdefault(cadre.region, []).append(m)
    wanted = [*_leaders(sketch, bodies), *_grid_heads(sketch), *_in_buildings(sketch, buildings, rng)]
    width = max(4, len(str(len(wanted))))
    posts: list[Post] = []
    for i, (title, of, kind, region) in enumerate(wanted):
        chance = float(rng.uniform())
        pool = here.get(region) or [m for found in here.values() for m in found]
        if chance > 1 - HELD_BY_SOMEBODY_AWAY and region in away:
            pool = away[region]
        vacant = chance < VACANT_SHARE and kind != "commander"
        since = "" if vacant or rng.uniform() < NO_SINCE_SHARE else date_before(int(rng.integers(30, 1200)))
        posts.append(Post(f"P{i + 1:0{width}d}", title, of, kind, "" if vacant else members[pick(rng, pool)].id, since))
    return posts


def _leaders(sketch: Sketch, bodies: Bodies) -> Iterator[Wanted]:
    yield "总指挥", bodies.top, "commander", 0
    for region, grid in enumerate(sketch.tree.large_ids):
        yield "挂片领导", grid, "area_leader", region


def _grid_heads(sketch: Sketch) -> Iterator[Wanted]:
    regions = {"": 0} | {grid: r for r, grid in enumerate(sketch.tree.large_ids)}
    for grid in sketch.tree.grids:
        regions.setdefault(grid.id, regions[grid.parent])
        yield TITLES[grid.level], grid.id, "grid_head", regions[grid.id]
        if grid.level == "medium":
            yield "网格党小组组长", grid.id, "other", regions[grid.id]


def _in_buildings(sketch: Sketch, buildings: Sequence[Building], rng: Generator) -> Iterator[Wanted]:
    chances = ints(rng.integers(0, 100, size=len(buildings)))
    for plot, building, chance in zip(sketch.plots, buildings, chances, strict=True):
        region = sketch.land.places[plot.place].region
        if plot.households >= LEAST_DOORS_OF_A_HEAD:
            yield "楼栋长", building.id, "building_head", region
        share = CENTRE_SHARE_LARGE if plot.households >= LARGE_DOORS else CENTRE_SHARE_SMALL
        if chance < 100 * share:
            yield "党员中心户", building.id, "centre_household", region

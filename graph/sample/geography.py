"""Made-up metres to degrees, and everybody's address."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from numpy.random import Generator

from graph.geo import EARTH_RADIUS_M
from graph.sample.blocks import Plot
from graph.sample.draws import pick
from graph.sample.grids import GridTree
from graph.sample.names import ESTATE_LAST, STREET_LAST
from graph.sample.rows import Building
from graph.sample.terrain import Land

ORIGIN = (117.05, 27.85)  # degrees; the middle of the town
KIND_BY_STYLE = {"tower": "building", "walk_up": "building", "lane": "building", "group": "group", "hamlet": "village"}
COUNTED = {"tower": "栋", "walk_up": "幢", "lane": "号", "group": "组", "hamlet": "组"}
NOBODY_MEASURED = 0.003  # buildings without coordinates


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point in metres from the middle of the town, to a decimetre."""
    lon = ORIGIN[0] + math.degrees(x / (EARTH_RADIUS_M * math.cos(math.radians(ORIGIN[1]))))
    return round(lon, 6), round(ORIGIN[1] + math.degrees(y / EARTH_RADIUS_M), 6)


def buildings_of(
    land: Land,
    plots: Sequence[Plot],
    tree: GridTree,
    fresh: tuple[Iterator[str], Iterator[str]],
    companies: Sequence[str],
    rng: Generator,
) -> list[Building]:
    """The buildings, in the order of the plots. `fresh`: new names (of the town, of villages); `companies` by place."""
    width = max(5, len(str(len(plots))))
    micros = _own_micros(plots, tree)
    in_micro = Counter(micros)
    first_unit = {plot.place: plot.unit for plot in reversed(plots)}
    buildings: list[Building] = []
    unit, nth, unit_name = -1, 0, ""
    for i, plot in enumerate(plots):
        across_the_road = plot.style == "group" and (plot.unit - first_unit[plot.place]) % 2 == 1
        if plot.unit != unit and not across_the_road:
            nth, unit_name = 0, _unit_name(plot, fresh, rng)
        unit = plot.unit
        nth += 1
        lon, lat = to_degrees(plot.x, plot.y)
        unmeasured = in_micro[micros[i]] > 1 and plot.style == "lane" and rng.uniform() < NOBODY_MEASURED
        if unmeasured:
            in_micro[micros[i]] = 1  # its others must stay where they are, so that it has a place
        name = f"{unit_name}{nth}{COUNTED[plot.style]}"
        buildings.append(
            Building(
                id=f"B{i + 1:0{width}d}",
                name=name,
                kind=KIND_BY_STYLE[plot.style],
                address=f"{tree.grids[len(tree.large_ids) + plot.place].name}{name}",
                lon=None if unmeasured else lon,
                lat=None if unmeasured else lat,
                grid=tree.micro_ids[micros[i]],
                property_company=companies[plot.place] if plot.style == "tower" else "",
            )
        )
    return buildings


def _own_micros(plots: Sequence[Plot], tree: GridTree) -> list[int]:
    """The micro-grid of each building: that of its first household."""
    micros: list[int] = []
    passed = 0
    for plot in plots:
        micros.append(tree.micro_of_household[passed])
        passed += plot.households
    return micros


def _unit_name(plot: Plot, fresh: tuple[Iterator[str], Iterator[str]], rng: Generator) -> str:
    town, village = fresh
    if plot.style in ("group", "hamlet"):
        return next(village)
    return next(town) + pick(rng, STREET_LAST if plot.style == "lane" else ESTATE_LAST)

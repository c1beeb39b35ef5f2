"""The four-level grid: every place cut into small grids and micro-grids of about twelve households."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from numpy.random import Generator

from graph.sample.blocks import Plot
from graph.sample.draws import apportion
from graph.sample.rows import Grid
from graph.sample.terrain import Land

MICROS_PER_SMALL = 7


@dataclass(frozen=True, slots=True)
class GridTree:
    """All grids, and by index: the micro-grid of each household, the place of each micro-grid."""

    grids: tuple[Grid, ...]
    micro_ids: tuple[str, ...]
    micro_of_household: tuple[int, ...]
    place_of_micro: tuple[int, ...]
    large_ids: tuple[str, ...]
    medium_ids: tuple[str, ...]


def cut_grids(
    land: Land, plots: Sequence[Plot], micro_grids: int, names: tuple[Sequence[str], Sequence[str]], rng: Generator
) -> GridTree:
    """The tree for `names` = (of regions, of places). Each hamlet is a micro-grid of its own."""
    region_names, place_names = names
    pieces = _pieces(land, plots, micro_grids, rng)
    width = max(4, len(str(len(pieces))))
    large_ids = tuple(f"L{i + 1:02d}" for i in range(len(land.regions)))
    medium_ids = tuple(f"Z{i + 1:03d}" for i in range(len(land.places)))
    grids = [Grid(large_ids[i], region_names[i], "large", "") for i in range(len(land.regions))]
    grids += [
        Grid(medium_ids[i], place_names[i], "medium", large_ids[place.region]) for i, place in enumerate(land.places)
    ]
    smalls, parents = _small_grids(pieces, medium_ids, place_names, width)
    micro_ids = tuple(f"W{i + 1:0{width}d}" for i in range(len(pieces)))
    grids += smalls
    grids += [
        Grid(micro_ids[i], f"{parents[i].name}{_nth(i, parents)}号微网格", "micro", parents[i].id)
        for i in range(len(pieces))
    ]
    of_household = [i for i, (_, households) in enumerate(pieces) for _ in range(households)]
    places = tuple(place for place, _ in pieces)
    return GridTree(tuple(grids), micro_ids, tuple(of_household), places, large_ids, medium_ids)


def _nth(index: int, parents: Sequence[Grid]) -> int:
    """The number of a micro-grid within its small grid, from 1."""
    first = index
    while first and parents[first - 1] is parents[index]:
        first -= 1
    return index - first + 1


def _pieces(land: Land, plots: Sequence[Plot], micro_grids: int, rng: Generator) -> list[tuple[int, int]]:
    """(place, households) of every micro-grid, in the order of the plots."""
    by_place: list[list[Plot]] = [[] for _ in land.places]
    for plot in plots:
        by_place[plot.place].append(plot)
    hamlets = sum(plot.style == "hamlet" for plot in plots)
    settled = [place.households for place in land.places]
    counts = apportion(micro_grids - hamlets, settled, least=1)
    pieces: list[tuple[int, int]] = []
    for place, count in enumerate(counts):
        houses = [plot for plot in by_place[place] if plot.style != "hamlet"]
        pieces += [(place, households) for households in _cut(houses, count, rng)]
        pieces += [(place, plot.households) for plot in by_place[place] if plot.style == "hamlet"]
    return pieces


def _cut(plots: Sequence[Plot], count: int, rng: Generator) -> list[int]:
    """Households of `count` consecutive pieces: cut between units if one ends near, else between buildings."""
    total = sum(plot.households for plot in plots)
    unit_ends, building_ends, passed = [0], [0], 0
    for plot, following in zip(plots, [*plots[1:], None], strict=True):
        passed += plot.households
        building_ends.append(passed)
        if following is None or following.unit != plot.unit:
            unit_ends.append(passed)
    cuts = [0]
    for k in range(1, count):
        ideal = total * k / count + float(rng.uniform(-2.5, 2.5))
        cut = _near(unit_ends, ideal, 6.0) or _near(building_ends, ideal, 3.5) or round(ideal)
        cuts.append(min(max(cut, cuts[-1] + 1), total - (count - k)))
    cuts.append(total)
    return [after - before for before, after in pairwise(cuts)]


def _near(ends: Sequence[int], ideal: float, reach: float) -> int | None:
    """The end nearest to `ideal`, if one is within `reach`."""
    k = bisect_left(ends, ideal)
    best = min(ends[max(0, k - 1) : k + 1], key=lambda end: abs(end - ideal))
    return best if abs(best - ideal) <= reach else None


def _small_grids(
    pieces: Sequence[tuple[int, int]], medium_ids: Sequence[str], place_names: Sequence[str], width: int
) -> tuple[list[Grid], list[Grid]]:
    """The small grids, and for each micro-grid the one that it lies in."""
    smalls: list[Grid] = []
    parents: list[Grid] = []
    for place, medium in enumerate(medium_ids):
        micros = sum(at == place for at, _ in pieces)
        for k, share in enumerate(apportion(micros, [1.0] * max(1, round(micros / MICROS_PER_SMALL)))):
            small = Grid(f"X{len(smalls) + 1:0{width}d}", f"{place_names[place]}第{k + 1}小网格", "small", medium)
            smalls.append(small)
            parents += [small] * share
    return smalls, parents

"""The county before its people have names: land, houses, grids, classes, members, and who serves whom today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from graph.rules import Rules
from graph.sample.blocks import Plot, build
from graph.sample.caseloads import serve_today
from graph.sample.classes import Doors, classify
from graph.sample.draws import stream
from graph.sample.grids import GridTree, cut_grids
from graph.sample.names import PLACE_FIRST, TOWN_LAST, VILLAGE_LAST, distinct, place_name, region_name
from graph.sample.people import Cadre, recruit, seniors_by_region
from graph.sample.remote import push_out
from graph.sample.size import Size
from graph.sample.terrain import Land, lay_out

PRIORITY_PERSONS = 1_595
HARD_EVERY = 4  # seeds 3, 7, 11 … give counties in which many a remote orange household has no senior member near
LONELY_ORANGE_WHEN_HARD = 12


@dataclass(frozen=True, slots=True)
class Sketch:
    """Plots, cadres and grids by index; `served_by`: index of the cadre linked to each household, or NOBODY."""

    size: Size
    land: Land
    plots: Sequence[Plot]
    tree: GridTree
    doors: Doors
    cadres: Sequence[Cadre]
    served_by: NDArray[np.int64]


def sketch(size: Size, seed: int, rules: Rules) -> Sketch:
    """Draw the county. Each subject has its own stream of chance, so that one can change without the others."""
    hard = seed % HARD_EVERY == HARD_EVERY - 1
    land = lay_out(size, stream(seed, "terrain"), hard=hard)
    plots = build(land, stream(seed, "blocks"))
    doors = classify(
        land,
        plots,
        seniors_by_region(land.regions),
        size.scaled(PRIORITY_PERSONS),
        round(LONELY_ORANGE_WHEN_HARD * size.spread) if hard else 1,
        stream(seed, "classes"),
    )
    cadres = recruit(land, plots, size, stream(seed, "members"))
    plots = push_out(land, plots, doors, cadres, rules, stream(seed, "remote"))
    tree = cut_grids(land, plots, size.micro_grids, _names(land, stream(seed, "places")), stream(seed, "grids"))
    served_by = serve_today(doors, tree, cadres, size, rules, stream(seed, "caseloads"))
    return Sketch(size, land, plots, tree, doors, cadres, served_by)


def _names(land: Land, rng: Generator) -> tuple[list[str], list[str]]:
    town, village = distinct(rng, PLACE_FIRST, TOWN_LAST), distinct(rng, PLACE_FIRST, VILLAGE_LAST)
    nth = {"quarter": 0, "township": 0}
    regions: list[str] = []
    for region in land.regions:
        regions.append(region_name(region.kind, nth[region.kind], village))
        nth[region.kind] += 1
    return regions, [place_name(place.character, town, village) for place in land.places]

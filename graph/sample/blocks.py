"""Houses: estates of tall buildings, walk-ups and lanes in the town; villages along a road; remote hamlets."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from graph.sample.draws import apportion, floats, pick
from graph.sample.terrain import Land, Place, outward

BLOCK_M = 125.0  # from one block of a community to the next
STYLES_BY_CHARACTER = {
    "estates": ("tower", "tower", "tower", "walk_up"),
    "mixed": ("tower", "walk_up", "walk_up", "lane"),
    "old": ("walk_up", "lane", "lane"),
    "market": ("walk_up", "lane", "lane"),
}
DOORS_BY_STYLE = {
    "tower": (24, 28, 30, 33, 36, 40, 44, 48, 56, 66),
    "walk_up": (8, 10, 12, 12, 14, 15, 16),
    "lane": (1, 2, 2, 3, 3, 4, 5, 6),
    "group": (2, 4, 5, 6, 6, 7, 8, 9),
}
SPACING_M = {"tower": 34.0, "walk_up": 26.0, "lane": 15.0}
BUILDINGS_PER_BLOCK = {"tower": (3, 5), "walk_up": (6, 9), "lane": (14, 24)}
HAMLET_M = (2600.0, 3600.0)  # from the market street of its township
HAMLET_APART_M, HAMLET_TRIES = 1900.0, 24  # from the middle of any other place, where that can be had


@dataclass(frozen=True, slots=True)
class Plot:
    """One building: where, how many households, and the `unit` (block, side of a village road, hamlet) it is of."""

    place: int
    unit: int
    style: str
    x: float
    y: float
    households: int


def build(land: Land, rng: Generator) -> list[Plot]:
    """All buildings, place by place, neighbours next to each other; a township's hamlets follow its last place."""
    plots: list[Plot] = []
    for index, place in enumerate(land.places):
        unit = plots[-1].unit + 1 if plots else 0
        raise_houses = _village_houses if place.character == "villages" else _town_houses
        plots.extend(raise_houses(place, index, unit, rng))
        if index + 1 == len(land.places) or land.places[index + 1].region != place.region:
            plots.extend(_hamlets(land, index, plots[-1].unit + 1, rng))
    return plots


def _doors(style: str, left: int, rng: Generator) -> int:
    return min(left, pick(rng, DOORS_BY_STYLE[style]))


def _town_houses(place: Place, index: int, unit: int, rng: Generator) -> list[Plot]:
    """Blocks on a small lattice until every household has a door."""
    blocks: list[list[tuple[float, float, int, str]]] = []
    left = place.households
    while left:
        style = pick(rng, STYLES_BY_CHARACTER[place.character])
        block = _block(style, left, rng)
        left -= sum(doors for _, _, doors, _ in block)
        blocks.append(block)
    side = math.ceil(math.sqrt(len(blocks)))
    plots: list[Plot] = []
    for k, block in enumerate(blocks):
        row, column = divmod(k, side)
        column = column if row % 2 == 0 else side - 1 - column
        x0 = place.x + (column - (side - 1) / 2) * BLOCK_M
        y0 = place.y + (row - (side - 1) / 2) * BLOCK_M
        plots += [Plot(index, unit + k, style, x0 + dx, y0 + dy, doors) for dx, dy, doors, style in block]
    return plots


def _block(style: str, left: int, rng: Generator) -> list[tuple[float, float, int, str]]:
    """Buildings of one style in rows: (x, y, doors, style) from the middle of the block."""
    low, high = BUILDINGS_PER_BLOCK[style]
    buildings: list[tuple[float, float, int, str]] = []
    per_row = {"tower": 2, "walk_up": 3, "lane": 6}[style]
    for k in range(int(rng.integers(low, high + 1))):
        if not left:
            break
        row, column = divmod(k, per_row)
        column = column if row % 2 == 0 else per_row - 1 - column
        doors = _doors(style, left, rng)
        left -= doors
        dx, dy = rng.uniform(-3, 3, 2).tolist()
        at_x = (column - (per_row - 1) / 2) * SPACING_M[style] + dx
        buildings.append((at_x, (row - 1) * SPACING_M[style] + dy, doors, style))
    return buildings


def _village_houses(place: Place, index: int, unit: int, rng: Generator) -> list[Plot]:
    """Natural villages around the committee's, each along a road that separates its two sides."""
    villages = max(1, round(place.households / 46))
    shares = apportion(place.households, rng.uniform(0.6, 1.4, villages).tolist())
    plots: list[Plot] = []
    for k, share in enumerate(shares):
        turn, away = k * 2.4, 330.0 * math.sqrt(k)
        x, y = place.x + away * math.cos(turn), place.y + away * math.sin(turn)
        plots += _village(x, y, share, index, unit + 2 * k, rng)
    return plots


def _village(x: float, y: float, households: int, index: int, unit: int, rng: Generator) -> list[Plot]:
    angle = float(rng.uniform(0, math.pi))
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    plots: list[Plot] = []
    for side, share in enumerate(apportion(households, [1.0, 1.0])):
        k, left = 0, share
        while left:
            doors = _doors("group", left, rng)
            left -= doors
            forth = (k - 1.5) * 52.0 + float(rng.uniform(-12, 12))
            aside = (1 - 2 * side) * float(rng.uniform(38, 80))
            at_x = x + forth * along[0] + aside * across[0]
            at_y = y + forth * along[1] + aside * across[1]
            plots.append(Plot(index, unit + side, "group", at_x, at_y, doors))
            k += 1
    return plots


def _hamlets(land: Land, index: int, unit: int, rng: Generator) -> list[Plot]:
    """A hamlet is one group of houses far beyond the township, seen from the town, and far from other places."""
    region = land.places[index].region
    x, y = land.centres[region]
    taken = [(place.x, place.y) for place in land.places]
    plots: list[Plot] = []
    for k, households in enumerate(land.regions[region].hamlets):
        angles = outward(land, region) + rng.uniform(-1.2, 1.2, HAMLET_TRIES)
        away = rng.uniform(*HAMLET_M, HAMLET_TRIES)
        sites = list(zip(floats(x + away * np.cos(angles)), floats(y + away * np.sin(angles)), strict=True))
        site = max(sites, key=lambda site: min(HAMLET_APART_M, *(math.dist(site, other) for other in taken)))
        taken.append(site)
        plots.append(Plot(index, unit + k, "hamlet", *site, households))
    return plots

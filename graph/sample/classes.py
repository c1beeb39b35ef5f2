"""Who needs how much: the class of every household, and the persons with needs who make it a priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from graph.rules import RISKS
from graph.sample.blocks import Plot
from graph.sample.terrain import Land

ORANGE = RISKS.index("orange")
YELLOW = RISKS.index("yellow")
# Blue, yellow and orange households by what kind of houses they live in; the rest is green.
SHARES = {
    "estates": (0.15, 0.06, 0.018),
    "mixed": (0.18, 0.09, 0.028),
    "old": (0.22, 0.13, 0.042),
    "market": (0.18, 0.09, 0.03),
    "villages": (0.20, 0.10, 0.034),
}
PERSON_WEIGHT = (0.35, 1.2, 5.0, 16.0)  # how likely a person with needs lives there, by class
SECOND_PERSON = 0.08
ORANGE_PER_SENIOR = 2  # one below what the rules allow, so that pins and avoidances leave a plan


@dataclass(frozen=True, slots=True)
class Doors:
    """By household, in the order of the plots: its plot, region, class (index into RISKS), persons with needs."""

    plot: NDArray[np.int64]
    region: NDArray[np.int64]
    risk: NDArray[np.int64]
    persons: NDArray[np.int64]
    remote: NDArray[np.bool_]


def classify(
    land: Land, plots: Sequence[Plot], seniors: Sequence[int], persons: int, lonely_orange: int, rng: Generator
) -> Doors:
    """Classes and persons. `seniors` by region bound its orange households; `lonely_orange` hamlets get one each."""
    plot = np.repeat(np.arange(len(plots)), [p.households for p in plots])
    region_of_plot = np.array([land.places[p.place].region for p in plots])
    remote_plot = np.array([p.style == "hamlet" for p in plots])
    region, remote = region_of_plot[plot], remote_plot[plot]
    risk = _risks(np.array([SHARES[land.places[p.place].character] for p in plots])[plot], rng)
    risk[remote & (risk == ORANGE)] = YELLOW
    for r, most in enumerate(seniors):
        orange = np.flatnonzero((region == r) & (risk == ORANGE))
        surplus = max(0, len(orange) - ORANGE_PER_SENIOR * most)
        risk[rng.permutation(orange)[:surplus]] = YELLOW
    first_doors = np.searchsorted(plot, np.flatnonzero(remote_plot))
    risk[first_doors[:lonely_orange]] = ORANGE
    return Doors(plot, region, risk, _persons(risk, persons, rng), remote)


def _risks(shares: NDArray[np.float64], rng: Generator) -> NDArray[np.int64]:
    """shares: (households, 3) of blue, yellow, orange."""
    drawn = rng.uniform(size=len(shares))
    limits = np.cumsum(shares[:, ::-1], axis=1)  # orange, yellow, blue
    return np.where(drawn < limits[:, 0], 3, np.where(drawn < limits[:, 1], 2, np.where(drawn < limits[:, 2], 1, 0)))


def _persons(risk: NDArray[np.int64], count: int, rng: Generator) -> NDArray[np.int64]:
    """Persons with needs by household: `count` in all, two at most, drawn by weight (Efraimidis & Spirakis 2006)."""
    weight = np.array(PERSON_WEIGHT)[risk]
    weights = np.concatenate([weight, weight * SECOND_PERSON])
    keys = rng.exponential(size=len(weights)) / weights
    chosen = np.argsort(keys, kind="stable")[:count]
    return np.bincount(chosen % len(risk), minlength=len(risk))

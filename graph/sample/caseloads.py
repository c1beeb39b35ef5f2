"""Today's assignment, as it has grown: some serve too many, some too few, some households nobody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from graph.rules import Rules
from graph.sample.classes import Doors
from graph.sample.grids import GridTree
from graph.sample.people import Cadre
from graph.sample.size import Size

NOBODY = -1
NOBODY_SHARE = 0.011
TOO_MANY_SHARE, TOO_FEW_SHARE = 0.035, 0.03
SWAPPED_SHARE = 0.08  # households that once changed hands with somebody far away
FORGOTTEN_GRIDS = 6  # micro-grids of which nobody serves a household, at the report's size


def serve_today(
    doors: Doors, tree: GridTree, cadres: Sequence[Cadre], size: Size, rules: Rules, rng: Generator
) -> NDArray[np.int64]:
    """By household: the index of the member linked to it today, or NOBODY."""
    served_by = np.full(len(doors.plot), NOBODY, dtype=np.int64)
    alone = _without_member(doors, tree, size, rng)
    for region in range(int(doors.region.max()) + 1):
        households = np.flatnonzero((doors.region == region) & ~alone)
        here = [i for i, cadre in enumerate(cadres) if cadre.region == region]
        if not here:
            continue
        here.sort(key=lambda i: (cadres[i].plot, i))
        counts = _counts(len(households), [cadres[i] for i in here], rules, rng)
        chosen = np.repeat(np.array(here), counts)
        served_by[households[: len(chosen)]] = chosen
        _disorder(served_by, households[: len(chosen)], rng)
    return served_by


def _without_member(doors: Doors, tree: GridTree, size: Size, rng: Generator) -> NDArray[np.bool_]:
    """Households of nobody: new ones here and there, and a few whole micro-grids."""
    alone = rng.uniform(size=len(doors.plot)) < NOBODY_SHARE
    micro = np.array(tree.micro_of_household)
    forgotten = rng.permutation(len(tree.micro_ids))[: size.scaled(FORGOTTEN_GRIDS)]
    return alone | np.isin(micro, forgotten)


def _counts(households: int, cadres: Sequence[Cadre], rules: Rules, rng: Generator) -> NDArray[np.int64]:
    """How many households each member serves: within the bounds but for those meant to break them."""
    default = rules.households_per_member
    low = np.array([default[0] if c.least is None else c.least for c in cadres])
    high = np.array([default[1] if c.most is None else c.most for c in cadres])
    drawn = rng.uniform(size=len(cadres))
    too_many = drawn < TOO_MANY_SHARE
    too_few = (drawn > 1 - TOO_FEW_SHARE) & (low > 0)
    extra, missing = rng.integers(1, 8, len(cadres)), rng.integers(1, 6, len(cadres))
    fixed = too_many | too_few
    counts = np.where(too_many, high + extra, np.where(too_few, np.maximum(0, low - missing), 0))
    rest = max(0, households - int(counts.sum()))
    wanted = rest / max(1, int((~fixed).sum())) + rng.normal(0, 2.2, len(cadres))
    counts = np.where(fixed, counts, np.clip(np.rint(wanted), low, high)).astype(np.int64)
    return _settle(counts, households, low, high, rng)


def _settle(
    counts: NDArray[np.int64], total: int, low: NDArray[np.int64], high: NDArray[np.int64], rng: Generator
) -> NDArray[np.int64]:
    """Change members within their bounds one by one until `total` fits, then take from anybody what is too much."""
    for floor in (low, np.zeros_like(low)):
        while (wrong := total - int(counts.sum())) != 0:
            room = np.flatnonzero(
                (counts < high) if wrong > 0 else (counts > floor) & ((counts <= high) | (floor == 0))
            )
            if not len(room):
                break
            counts[rng.permutation(room)[: abs(wrong)]] += 1 if wrong > 0 else -1
    return counts


def _disorder(served_by: NDArray[np.int64], households: NDArray[np.int64], rng: Generator) -> None:
    """Let some households change hands, so that nobody's number of households changes."""
    swapped = households[rng.uniform(size=len(households)) < SWAPPED_SHARE]
    served_by[swapped] = served_by[rng.permutation(swapped)]

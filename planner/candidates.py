"""Members that the search tries for each household: the nearest who may take it, its ties, its member of today."""

from __future__ import annotations

import numpy as np

from planner.problem import NO_PIN, Bools, Floats, Ints, Ints32, Problem

NEAREST = 10
NEAR_BUILDINGS, LOOKED_AT = 8, 96  # kept, and neighbours along the curve that they are chosen from
NEAREST_FOR_WEIGHT = 5
HEAVY_SHARE = 0.04  # of all households


def nearest_members(problem: Problem, count: int, *, senior_only: bool) -> Ints32:
    """(B, K ≤ count) the nearest members who may go to each building, nearest first; −1 where there are fewer."""
    allowed = problem.reachable & problem.senior[:, None] if senior_only else problem.reachable
    far = np.iinfo(np.int32).max
    distance = np.where(allowed, problem.walk, far).T
    count = min(count, problem.members)
    nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
    away = np.take_along_axis(distance, nearest, axis=1)
    order = np.lexsort((nearest, away), axis=1)
    members = np.where(np.take_along_axis(away, order, axis=1) < far, np.take_along_axis(nearest, order, axis=1), -1)
    return members.astype(np.int32)


def candidates_of(problem: Problem, priced: Ints32 | None = None) -> tuple[Ints, Ints32]:
    """(start, member): household h's candidates are member[start[h] : start[h + 1]], none for a pinned one.

    `priced` (H, K) are members of low reduced cost under the bound's prices, tried beside the others; −1 for none.
    """
    anybody = nearest_members(problem, NEAREST, senior_only=False)
    seniors = nearest_members(problem, NEAREST, senior_only=True)
    near = np.where(problem.orange[:, None], seniors[problem.building], anybody[problem.building])
    tables = [near, problem.current[:, None]] + ([] if priced is None else [priced])
    members = np.concatenate(tables, axis=1).astype(np.int64)
    household = np.repeat(np.arange(problem.households), members.shape[1])
    tied = np.repeat(np.arange(problem.households), np.diff(problem.tie_start))
    of = np.concatenate([household, tied])
    who = np.concatenate([members.ravel(), problem.tie_member.astype(np.int64)])
    kept = (who >= 0) & (problem.pin[of] == NO_PIN)
    pairs = np.unique(of[kept] * problem.members + who[kept])
    start = np.zeros(problem.households + 1, dtype=np.int64)
    np.cumsum(np.bincount(pairs // problem.members, minlength=problem.households), out=start[1:])
    return start, (pairs % problem.members).astype(np.int32)


def near_buildings(problem: Problem) -> Ints32:
    """(B, N) buildings with households near each building, for buildings that stand along a curve (planner.spatial)."""
    lived_in = np.unique(problem.building).astype(np.int64)
    if len(lived_in) == 0:
        return np.zeros((problem.buildings, 1), dtype=np.int32)
    at = np.array([(b.x, b.y) for b in problem.instance.buildings], dtype=np.float64)
    spot = np.searchsorted(lived_in, np.arange(problem.buildings))
    first = np.clip(spot - LOOKED_AT // 2, 0, max(0, len(lived_in) - LOOKED_AT))
    looked = lived_in[first[:, None] + np.arange(min(LOOKED_AT, len(lived_in)))]
    distance: Floats = np.square(at[looked] - at[:, None]).sum(axis=2)
    count = min(NEAR_BUILDINGS, looked.shape[1])
    nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
    return np.take_along_axis(looked, nearest, axis=1).astype(np.int32)


def heavy_households(problem: Problem) -> Ints32:
    """Households whose trips from the members near them take longest, ascending; none with a pin among them."""
    free = problem.pin == NO_PIN
    weight = problem.visits * np.where(
        problem.orange, _mean_walk(problem, problem.senior)[problem.building], _mean_walk(problem)[problem.building]
    )
    count = min(int(free.sum()), int(np.ceil(HEAVY_SHARE * problem.households)))
    return np.sort(np.argsort(np.where(free, -weight, np.inf), kind="stable")[:count]).astype(np.int32)


def _mean_walk(problem: Problem, who: Bools | None = None) -> Floats:
    """(B,) tenths from the nearest of these members who may go there; 0 where nobody may."""
    allowed = problem.reachable if who is None else problem.reachable & who[:, None]
    count = min(NEAREST_FOR_WEIGHT, problem.members)
    walk = np.where(allowed, problem.walk.astype(np.float64), np.inf)
    nearest = np.partition(walk, count - 1, axis=0)[:count]
    there = np.isfinite(nearest)
    return np.where(there, nearest, 0.0).sum(axis=0) / np.maximum(1, there.sum(axis=0))

"""The problem as the bound's kernels want it: households side by side by building, ties as each member's gains."""

from __future__ import annotations

import numpy as np

from graph.pairs import TENTHS
from planner.kernels.bound_arrays import ANY_NUMBER, ANYBODY, BoundArrays, Floats, Ints
from planner.problem import NO_PIN, Problem

FORBIDDEN = -1e18  # a gain that no price outweighs
COUNTED_MOST = 200  # a member who may take more is not held to his bounds: the bound stays true, its table small
ORANGE_MOST = 30  # the same for a limit on orange households


def bound_arrays(problem: Problem) -> BoundArrays:
    """The arrays of a problem."""
    order = np.lexsort((problem.visits, problem.building)).astype(np.int64)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    start = np.zeros(problem.buildings + 1, dtype=np.int64)
    np.cumsum(np.bincount(problem.building, minlength=problem.buildings), out=start[1:])
    gain_start, gain_place, gain = _gains(problem, place)
    base = (problem.best + problem.churn_tenths * (problem.current >= 0))[order].astype(np.float64)
    slope, kink, at_zero = load_charge(problem)
    low, high, orange_high = _counts(problem)
    return BoundArrays(
        household=order,
        start=start,
        visits=problem.visits[order].astype(np.float64),
        service=problem.service[order].astype(np.float64),
        orange=problem.orange[order],
        base=base,
        only=np.where(problem.pin == NO_PIN, ANYBODY, problem.pin)[order].astype(np.int64),
        alike=_alike(problem, order, gain_place),
        walk=problem.walk.astype(np.float64),
        reachable=problem.reachable,
        senior=problem.senior,
        low=low,
        high=high,
        orange_high=orange_high,
        gain_start=gain_start,
        gain_place=gain_place,
        gain=gain,
        slope=slope,
        kink=kink,
        at_zero=at_zero,
        building_cost=float(problem.building_tenths),
    )


def load_charge(problem: Problem) -> tuple[Floats, Floats, Floats]:
    """(slope, kink, at_zero) of each member's balance and ceiling as a convex function of his load in tenths."""
    rules = problem.instance.rules
    share, below = rules.balance.below
    steps = sorted([(share, below), *rules.balance.above, rules.ceiling])
    slope = np.concatenate([[-below], -below + np.cumsum([step for _, step in steps])])
    kink = TENTHS * problem.target[:, None] * np.array([at for at, _ in steps])[None, :]
    return slope, kink, TENTHS * below * share * problem.target


def _counts(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """(low, high, orange_high) of each member, where they bind."""
    plain, orange = households_open_to(problem)
    taken = np.where(problem.senior, np.minimum(orange, problem.orange_limit), 0)
    high = np.minimum(problem.high, plain + taken)
    low = np.minimum(problem.low, high)
    free = problem.orange_limit >= np.minimum(orange, high)
    orange_high = np.where(free | (problem.orange_limit > ORANGE_MOST), ANY_NUMBER, problem.orange_limit)
    uncounted = high > COUNTED_MOST
    return np.where(uncounted, 0, low), np.where(uncounted, ANY_NUMBER, high), orange_high.astype(np.int64)


def households_open_to(problem: Problem) -> tuple[Ints, Ints]:
    """(M,) how many households that are not orange, and how many orange ones, each member may take."""
    counts: list[Ints] = []
    for orange in (False, True):
        kind = problem.orange == orange
        free = np.bincount(problem.building[kind & (problem.pin == NO_PIN)], minlength=problem.buildings)
        count = problem.reachable.astype(np.int64) @ free.astype(np.int64)
        for h in np.flatnonzero(kind):
            avoided = problem.avoid_member[problem.avoid_start[h] : problem.avoid_start[h + 1]]
            if problem.pin[h] >= 0:
                count[problem.pin[h]] += problem.is_permitted(int(problem.pin[h]), int(h))
            elif problem.pin[h] == NO_PIN and len(avoided):
                count[avoided] -= problem.reachable[avoided, problem.building[h]]
        counts.append(count)
    return counts[0], np.where(problem.senior, counts[1], 0)


def _alike(problem: Problem, order: Ints, gain_place: Ints) -> Ints:
    """(H,) a number that two places share when no member can tell them apart, whatever the prices."""
    known = problem.pin[order] != NO_PIN
    known[gain_place] = True
    itself = np.where(known, 1 + np.arange(len(order)), 0)
    parts = (problem.building, problem.visits, problem.service, problem.orange, problem.best, problem.current >= 0)
    keys = np.stack([*(np.asarray(part)[order].astype(np.int64) for part in parts), itself], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _gains(problem: Problem, place: Ints) -> tuple[Ints, Ints, Floats]:
    """(start, place, gain) by member: ties, churn saved, avoided pairs."""
    rows: dict[tuple[int, int], float] = {}
    for h in range(problem.households):
        for k in range(problem.tie_start[h], problem.tie_start[h + 1]):
            rows[int(problem.tie_member[k]), h] = float(problem.tie_value[k])
        now = int(problem.current[h])
        if now >= 0 and problem.churn_tenths:
            rows[now, h] = rows.get((now, h), 0.0) + problem.churn_tenths
        for m in problem.avoid_member[problem.avoid_start[h] : problem.avoid_start[h + 1]]:
            rows[int(m), h] = FORBIDDEN
    pairs = sorted(rows)
    start = np.zeros(problem.members + 1, dtype=np.int64)
    np.cumsum(np.bincount(np.array([m for m, _ in pairs], dtype=np.int64), minlength=problem.members), out=start[1:])
    places = np.array([place[h] for _, h in pairs], dtype=np.int64)
    return start, places, np.array([rows[pair] for pair in pairs], dtype=np.float64)

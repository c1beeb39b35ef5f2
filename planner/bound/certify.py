"""The certificate: from prices and load multipliers alone, recompute the bound that they prove for an instance.

For any price p(h) of each household and any multiplier s(m) on each member's load,

    Σ_h p(h) + Σ_m  min over sets S that m may have  [ cost(m, S) − Σ_{h ∈ S} p(h) ]

is no more than any plan costs: every plan gives each household to one member and each member such a set. The minimum is
over all permitted pairs. `max_moves` is not held to, and charge(L) ≥ constant(s) + Σ_b Φ(load in b) stands for the
charge on load (`planner.kernels.bound_certify`): both can only lower the bound. Bad prices give a weak bound, never a
wrong one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from graph.pairs import TENTHS
from planner.kernels.bound_certify import Counts, Homes, Load, least_cost
from planner.problem import NO_PIN, Bools, Floats, Ints, Problem

ROUNDING = 1e-9  # of all amounts added up: far above what doubles lose, far below the gap that counts as optimal
COUNTED_MOST, ORANGE_MOST = 200, 30  # higher limits are dropped: the bound stays true and the tables small
RAISES = 40


class _Sorted(NamedTuple):
    """The households by building and visits, and the sparse pairs by member."""

    order: Ints  # (H,) household at each place
    building: Ints  # (H,) by place
    pin: Ints  # (H,) by place
    homes: Homes
    pair_start: Ints  # (M + 1,)
    pair_place: Ints
    pair_gain: Floats  # tenths; −∞ for avoided pairs


def certified_minutes(problem: Problem, prices: Floats, multipliers: Floats, theta: Floats | None = None) -> float:
    """The bound in minutes that prices ((H,) minutes) and load multipliers ((M,)) prove; 0 when they prove less.

    `theta` ((M,) tenths) says from which cost a household on each member need not look further: any guess is safe.
    """
    return proven_minutes(problem, prices, certified_costs(problem, prices, multipliers, theta))


def proven_minutes(problem: Problem, prices: Floats, costs: Floats) -> float:
    """The bound in minutes from prices ((H,) minutes) and what each member's best set costs at least ((M,) tenths)."""
    amounts = [*(float(p) * TENTHS for p in prices), *costs.tolist()]
    lost = ROUNDING * (math.fsum(map(abs, amounts)) + float(np.abs(problem.target).sum()) * TENTHS)
    return max(0.0, (math.fsum(amounts) - lost) / TENTHS)


def certified_costs(problem: Problem, prices: Floats, multipliers: Floats, theta: Floats | None = None) -> Floats:
    """(M,) tenths: a lower bound on what any set that the member may have costs him, less its prices.

    Raises ValueError when a price or multiplier is no finite number.
    """
    if not (np.isfinite(prices).all() and np.isfinite(multipliers).all()):
        raise ValueError("prices and load multipliers must be finite numbers")
    laid = _lay_out(problem)
    now = problem.current >= 0
    base = (problem.best + problem.churn_tenths * now - TENTHS * np.asarray(prices, dtype=np.float64))[laid.order]
    guesses = np.zeros(problem.members) if theta is None else theta
    costs = np.empty(problem.members)
    for m in range(problem.members):
        cost = _costs_of_member(problem, laid, base, m)
        load = _load(problem, m, float(multipliers[m]))
        costs[m] = _least_cost(problem, laid.homes, cost, m, load, float(guesses[m]))
    return costs


def _least_cost(problem: Problem, homes: Homes, cost: Floats, m: int, load: Load, theta: float) -> float:
    """The member's bound, theta raised until it leaves nothing out."""
    counts = _counts(problem, homes, np.isfinite(cost), m)
    walk = problem.walk[m].astype(np.float64)
    if counts.orange > ORANGE_MOST:
        homes, counts = homes._replace(orange=np.zeros_like(homes.orange)), counts._replace(orange=0)
    best = -math.inf
    theta = theta if counts.counted else max(0.0, theta)
    for _ in range(RAISES):
        least, counted = least_cost(homes, cost, walk, load, counts, theta)
        best = max(best, float(least))
        if counted == 0:
            break
        theta = 2 * theta + 100.0 if theta >= 0 else min(0.0, theta / 2 + 5.0)
    return best


def _counts(problem: Problem, homes: Homes, open_: Bools, m: int) -> Counts:
    """The member's limits, no more than he may take at all."""
    orange = int((open_ & homes.orange).sum())
    limit = min(problem.orange_limit, orange)
    high = min(int(problem.high[m]), int(open_.sum()) - orange + limit)
    low = min(int(problem.low[m]), high)
    counted = high <= COUNTED_MOST
    return Counts(low if counted else 0, high, min(limit, high), counted)


def _costs_of_member(problem: Problem, laid: _Sorted, base: Floats, m: int) -> Floats:
    """(H,) by place: best tie and churn less the pair's gain and the price; infinite where not permitted."""
    cost = base.copy()
    pairs = slice(laid.pair_start[m], laid.pair_start[m + 1])
    np.subtract.at(cost, laid.pair_place[pairs], laid.pair_gain[pairs])
    permitted = problem.reachable[m, laid.building] & ((laid.pin == NO_PIN) | (laid.pin == m))
    if not problem.senior[m]:
        permitted &= ~laid.homes.orange
    cost[~permitted] = np.inf
    return cost


def _load(problem: Problem, m: int, s: float) -> Load:
    """The member's charge on load with a multiplier between its least and largest slope."""
    rules = problem.instance.rules
    (below_at, below), above = rules.balance.below, [*rules.balance.above, rules.ceiling]
    kink = TENTHS * problem.target[m] * np.array([below_at, *(at for at, _ in above)])
    rise = np.array([below, *(slope for _, slope in above)])
    s = min(max(s, -below), float(rise.sum()) - below)
    reached, slope = 0.0, -below
    for k in np.argsort(kink, kind="stable"):
        if slope >= s:
            break
        reached, slope = float(kink[k]), slope + float(rise[k])
    return Load(kink, np.array([0.0, *rise[1:]]), below, s, reached)


def _lay_out(problem: Problem) -> _Sorted:
    """Everything that does not depend on the prices."""
    order = np.lexsort((problem.visits, problem.building))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    start = np.searchsorted(problem.building[order], np.arange(problem.buildings + 1))
    homes = Homes(
        start.astype(np.int64),
        problem.visits[order].astype(np.float64),
        problem.service[order].astype(np.float64),
        problem.orange[order],
        float(problem.building_tenths),
    )
    tied = np.repeat(np.arange(problem.households), np.diff(problem.tie_start))
    avoiding = np.repeat(np.arange(problem.households), np.diff(problem.avoid_start))
    served = np.flatnonzero(problem.current >= 0)
    member = np.concatenate([problem.tie_member, problem.current[served], problem.avoid_member])
    household = np.concatenate([tied, served, avoiding])
    churn = np.full(len(served), float(problem.churn_tenths))
    gain = np.concatenate([problem.tie_value.astype(np.float64), churn, np.full(len(avoiding), -np.inf)])
    by_member = np.argsort(member, kind="stable")
    pair_start = np.searchsorted(member[by_member], np.arange(problem.members + 1))
    building, pin = problem.building[order].astype(np.int64), problem.pin[order].astype(np.int64)
    return _Sorted(order, building, pin, homes, pair_start, place[household[by_member]], gain[by_member])

"""A lower bound that any prices of the jobs prove, recomputed from the instance in whole numbers.

Take the rule "each job to exactly one agent" away and pay price_j for every time that job j is done: what is left is
a knapsack for each agent, and Σ_j price_j − Σ_i max Σ_j (price_j − c_ij) over sets within the capacity is at most the
cost of any plan (Fisher, Jaikumar & Van Wassenhove 1986). That is so for all prices; bad ones only prove less. At the
prices of the linear programme it is at least the linear bound. Costs are whole, so the bound is rounded up to the next
whole number: nothing here is a floating-point number after the prices have been rounded to parts of PARTS.
"""

from __future__ import annotations

import numpy as np

from planner.gap.problem import Gap
from planner.problem import Floats, Ints

PARTS = 1024  # of the unit of cost
MOST_WORTH = 2.0**50  # of all jobs together: whole numbers of 64 bits hold it in PARTS
MOST_CELLS = 400_000_000  # jobs that bring something x capacity of one agent; beyond, the knapsack is relaxed


def certified_bound(gap: Gap, prices: Floats) -> int:
    """The least whole cost that no plan can be below, in 1 / cost_scale, from (n,) prices in the same unit."""
    most = MOST_WORTH / gap.jobs
    limited = np.nan_to_num(np.clip(prices, -most, most))
    price = np.round(limited * PARTS).astype(np.int64)
    total = sum(int(p) for p in price)
    for i in range(gap.agents):
        gain = price - PARTS * gap.cost[i]
        total -= knapsack_at_most(gain, gap.use[i], int(gap.capacity[i]))
    return -(-total // PARTS)


def knapsack_at_most(gain: Ints, use: Ints, capacity: int) -> int:
    """The most that a set within the capacity brings, or a whole number above it where a table would be too large."""
    useful = (gain > 0) & (use <= capacity)
    gain, use = gain[useful], use[useful]
    if int(use.sum()) <= capacity:
        return int(gain.sum())
    if len(gain) * capacity > MOST_CELLS:
        return relaxed_knapsack(gain, use, capacity)
    best = np.zeros(capacity + 1, dtype=np.int64)
    for worth, size in zip(gain.tolist(), use.tolist(), strict=True):
        best[size:] = np.maximum(best[size:], best[: capacity + 1 - size] + worth)
    return int(best[capacity])


def relaxed_knapsack(gain: Ints, use: Ints, capacity: int) -> int:
    """The most that a set brings when the last job may be taken in part, rounded up (Dantzig 1957).

    For every price q of a unit of capacity q · capacity + Σ max(0, gain − q · use) is no less than any set brings;
    the least is at the ratio of the job that is taken in part. Reckoned in fractions of whole numbers.
    """
    if int(use.sum()) <= capacity:
        return int(gain.sum())
    order = np.argsort(-(gain / np.maximum(use, 1)), kind="stable")
    part = order[int(np.searchsorted(np.cumsum(use[order]), capacity, side="right"))]
    worth, size = int(gain[part]), max(1, int(use[part]))
    over = sum(max(0, g * size - worth * u) for g, u in zip(gain.tolist(), use.tolist(), strict=True))
    return -(-(worth * capacity + over) // size)

"""Prices for generalised assignment, compiled: of the capacities, and of the jobs from knapsacks solved exactly."""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

import numpy as np
from numba import njit

from planner.problem import Floats, Ints

MOMENTUM = 0.7  # of a step, what the one before has left


@njit(cache=True, nogil=True, error_model="numpy")
def capacity_prices(cost: Floats, use: Floats, capacity: Floats, rounds: int, first: float, last: float) -> Floats:
    """(m,) prices v ≥ 0 of a unit of capacity that nearly maximise Σ_j min_i (c_ij + v_i a_ij) − Σ_i v_i b_i.

    `cost` and `use` are (n, m), a row a job; a pair that may not be has cost inf. The maximum is the linear
    programme's bound. A subgradient step with momentum (Held, Wolfe & Crowder 1974): agents chosen beyond their
    capacity become dearer by the share of it; steps fall geometrically from `first` to `last`.
    """
    jobs, agents = cost.shape
    price, best = np.zeros(agents), np.zeros(agents)
    load, direction = np.zeros(agents), np.zeros(agents)
    highest = -np.inf
    for r in range(rounds):
        step = first * (last / first) ** (r / rounds)
        load[:] = 0.0
        value = 0.0
        for i in range(agents):
            value -= price[i] * capacity[i]
        for j in range(jobs):
            least, at = np.inf, 0
            for i in range(agents):
                reduced = cost[j, i] + price[i] * use[j, i]
                if reduced < least:
                    least, at = reduced, i
            value += least
            load[at] += use[j, at]
        if value > highest:
            highest = value
            best[:] = price
        for i in range(agents):
            share = (load[i] - capacity[i]) / max(1.0, capacity[i])
            direction[i] = MOMENTUM * direction[i] + (1.0 - MOMENTUM) * share
            price[i] = max(0.0, price[i] + step * direction[i])
    return best


@njit(cache=True, nogil=True, error_model="numpy")
def best_set(
    cost: Floats, use: Ints, capacity: int, price: Floats, item: Ints, table: Floats, taken: Ints
) -> tuple[float, int]:
    """The jobs that bring one agent most at these prices, and their number; the jobs stand in `taken`.

    max Σ (price_j − cost_j) over sets with Σ use ≤ capacity: the dynamic programme over jobs × capacity,
    f_k(x) = max(f_{k−1}(x), f_{k−1}(x − use_k) + gain_k), its rows kept in `table`. Only jobs of positive gain count.
    """
    count, all_use = 0, 0
    for j in range(len(cost)):
        if price[j] > cost[j] and use[j] <= capacity:
            item[count] = j
            count += 1
            all_use += use[j]
    value = 0.0
    if all_use <= capacity:
        for k in range(count):
            taken[k] = item[k]
            value += price[item[k]] - cost[item[k]]
        return value, count
    for x in range(capacity + 1):
        table[0, x] = 0.0
    for k in range(count):
        gain, size = price[item[k]] - cost[item[k]], use[item[k]]
        before, after = table[k], table[k + 1]
        for x in range(size):
            after[x] = before[x]
        for x in range(size, capacity + 1):
            after[x] = max(before[x], before[x - size] + gain)
    left, chosen = capacity, 0
    for k in range(count, 0, -1):
        if table[k, left] != table[k - 1, left]:
            taken[chosen] = item[k - 1]
            chosen += 1
            left -= use[item[k - 1]]
    return table[count, capacity], chosen


@njit(cache=True, nogil=True, error_model="numpy")
def price_round(
    cost: Floats, use: Ints, capacity: Ints, price: Floats, step: float, order: Ints, item: Ints, table: Floats
) -> None:
    """One round of the auction: every price rises by `step`, and whoever takes a job lowers its price by as much.

    `cost` and `use` are (m, n), a row an agent; `price` (n,) changes in place; agents take turns in `order`.
    """
    taken = np.empty(cost.shape[1], dtype=np.int64)
    for j in range(len(price)):
        price[j] += step
    for i in order:
        _, chosen = best_set(cost[i], use[i], capacity[i], price, item, table, taken)
        for k in range(chosen):
            price[taken[k]] -= step

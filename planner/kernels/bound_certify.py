"""The least that a member's households can cost at given prices, compiled: the certificate's own programme.

It shares no code with the kernels that look for prices, keeps no choices, and is written to be read.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = 1e300


class Homes(NamedTuple):
    """The households side by side: building b has start[b] : start[b + 1], fewest visits first. Tenths of minutes."""

    start: Ints  # (B + 1,)
    visits: Floats  # (H,)
    service: Floats  # (H,)
    orange: Bools  # (H,) those that count as orange
    building_cost: float


class Load(NamedTuple):
    """One member's charge on a load L, below·(kink[0] − L)⁺ + Σ_k rise[k]·(L − kink[k])⁺, and his multiplier s."""

    kink: Floats
    rise: Floats
    below: float
    s: float
    reached: float  # the least load from which on the charge rises by s or more


class Counts(NamedTuple):
    """Fewest and most households of one member, and most orange ones; not `counted`: as many as he likes."""

    low: int
    high: int
    orange: int
    counted: bool


@njit(nogil=True, cache=True)
def charge(load: Load, at: float) -> float:
    """What a load costs: balance and ceiling."""
    total = load.below * max(0.0, load.kink[0] - at)
    for k in range(len(load.kink)):
        total += load.rise[k] * max(0.0, at - load.kink[k])
    return total


@njit(nogil=True, cache=True)
def own_charge(load: Load, at: float) -> float:
    """Φ(at) = ∫₀^at max(s, charge′)."""
    return load.s * min(at, load.reached) + charge(load, max(at, load.reached)) - charge(load, load.reached)


@njit(nogil=True, cache=True)
def own_slope(load: Load, at: float) -> float:
    """Φ′ to the right of `at`."""
    slope = -load.below if at < load.kink[0] else 0.0
    for k in range(len(load.kink)):
        slope += load.rise[k] if at >= load.kink[k] else 0.0
    return max(load.s, slope) if at >= load.reached else load.s


@njit(nogil=True, cache=True)
def cheapest_first(cost: Floats, service: Floats, slope: float, theta: float, most: int) -> Floats:
    """Running sums, from 0, over the `most` cheapest households that cost less than theta, service included."""
    kept = np.empty(len(cost))
    n = 0
    for i in range(len(cost)):
        each = cost[i] + slope * service[i]
        if each < theta:
            at = n
            while at > 0 and kept[at - 1] > each:
                kept[at] = kept[at - 1]
                at -= 1
            kept[at] = each
            n += 1
    sums = np.zeros(min(n, most) + 1)
    for i in range(len(sums) - 1):
        sums[i + 1] = sums[i] + kept[i]
    return sums


@njit(nogil=True, cache=True)
def worthless(homes: Homes, cost: Floats, walk: float, first: int, last: int, load: Load, theta: float) -> bool:
    """Whether every set of this building's households costs at least theta a household, going there included."""
    nearest = (1.0 + load.s) * walk
    trip = min(nearest * homes.visits[first], nearest * homes.visits[last - 1])
    saved = 0.0
    for i in range(first, last):
        saved += max(0.0, theta - cost[i] - load.s * homes.service[i])
    return saved <= homes.building_cost + trip


@njit(nogil=True, cache=True)
def options(
    homes: Homes, cost: Floats, walk: float, first: int, last: int, load: Load, counts: Counts, theta: float
) -> Floats:
    """(P + 1, O + 1) the least cost of p other and o orange households of one building, going there included."""
    others, oranges, service = np.empty(last - first), np.empty(last - first), homes.service[first:last]
    for i in range(last - first):
        others[i] = np.inf if homes.orange[first + i] else cost[first + i]
        oranges[i] = cost[first + i] if homes.orange[first + i] else np.inf
    rows = len(cheapest_first(others, service, load.s, theta, counts.high))
    columns = len(cheapest_first(oranges, service, load.s, theta, counts.orange))
    table = np.full((rows, columns), NEVER)
    for n in range(1, last - first + 1):
        if first + n < last and homes.visits[first + n] == homes.visits[first + n - 1]:
            continue
        trip = walk * homes.visits[first + n - 1]
        going, slope = homes.building_cost + trip + own_charge(load, trip), own_slope(load, trip)
        plain = cheapest_first(others[:n], service[:n], slope, theta, counts.high)
        orange = cheapest_first(oranges[:n], service[:n], slope, theta, counts.orange)
        for p in range(len(plain)):
            for o in range(len(orange)):
                table[p, o] = min(table[p, o], going + plain[p] + orange[o])
    table[0, 0] = 0.0
    return table


@njit(nogil=True, cache=True)
def least_cost(homes: Homes, cost: Floats, walk: Floats, load: Load, counts: Counts, theta: float) -> tuple[float, int]:
    """(the least cost of a set with low ≤ households ≤ high and few enough orange, households counted at theta).

    `cost` is each household's base cost less its price, infinite where not permitted. Households and buildings that
    cost theta a household or more are not looked at; any number of them is had at theta instead, which is no more than
    they cost: a true lower bound for any theta, and exact when none was counted so.
    """
    top = counts.high if counts.counted else 0
    best = np.full((top + 1, counts.orange + 1), NEVER)
    for o in range(counts.orange + 1):
        best[0, o] = 0.0
    for b in range(len(homes.start) - 1):
        first, last = homes.start[b], homes.start[b + 1]
        if first == last or worthless(homes, cost, walk[b], first, last, load, theta):
            continue
        table = options(homes, cost, walk[b], first, last, load, counts, theta)
        for c in range(top, -1, -1):
            for o in range(counts.orange, -1, -1):
                value = NEVER
                for p in range(table.shape[0]):
                    for q in range(min(o, table.shape[1] - 1) + 1):
                        before = c - p - q if counts.counted else c
                        if before >= 0:
                            value = min(value, best[before, o - q] + table[p, q])
                best[c, o] = value
    least, counted = NEVER, 0
    for c in range(top, -1, -1):
        more = top - c if theta < 0 else max(0, counts.low - c)
        total = best[c, counts.orange] + theta * more
        if total < least:
            least, counted = total, more
    return least + charge(load, load.reached) - load.s * load.reached, counted

"""One member's options at a load multiplier, and what the buildings before and behind each one cost at least, compiled.

    ahead(k, o, c)    least cost of c households, at most o orange, from the first k buildings
    behind(k, o, c)   least cost of what is still wanted from building k on, when c households, o orange, are taken

Both by the programme of `bound_member`; here with the tables of every building kept, for the search of `bound_exact`.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.kernels.bound_arrays import ANYBODY, BoundArrays, Floats, Ints
from planner.kernels.bound_member import NOTHING, Scratch, building_options, inner, list_under_cap


class Tables(NamedTuple):
    """Room for one member: N buildings, O orange, counts to C."""

    used: Ints  # (N,) buildings with options
    first: Ints  # (N + 1,) their options in the packed arrays
    option: Floats
    plain: Ints
    orange: Ints
    ahead: Floats  # (N + 1, O, C)
    behind: Floats  # (N + 1, O, C)
    rest: Floats  # by option: the least that everything else costs beside it


def new_tables(arrays: BoundArrays, options: int) -> Tables:
    """Room for any member of the problem, and for so many options."""
    c, o = max(0, int(arrays.high.max())) + 1, max(0, int(arrays.orange_high.max())) + 1
    n = len(arrays.start) - 1
    return Tables(
        used=np.zeros(n, dtype=np.int64),
        first=np.zeros(n + 1, dtype=np.int64),
        option=np.zeros(options),
        plain=np.zeros(options, dtype=np.int64),
        orange=np.zeros(options, dtype=np.int64),
        ahead=np.zeros((n + 1, o, c)),
        behind=np.zeros((n + 1, o, c)),
        rest=np.zeros(options),
    )


@inner
def is_worthless(a: BoundArrays, w: Scratch, net: Floats, m: int, b: int, s: float, theta: float) -> bool:
    """Whether no set of this building's households costs less than theta a household at the multiplier."""
    saved = 0.0
    for i in range(a.start[b], a.start[b + 1]):
        if (a.only[i] == ANYBODY or a.only[i] == m) and (a.senior[m] or not a.orange[i]):
            saved += max(0.0, theta + net[i] + w.gain[i] - s * a.service[i])
        if i + 1 == a.start[b + 1] or a.visits[i + 1] != a.visits[i]:
            trip = a.walk[m, b] * a.visits[i]
            if a.building_cost + trip + s * trip < saved:
                return False
    return True


@inner
def list_options(
    a: BoundArrays, w: Scratch, x: Tables, net: Floats, m: int, buildings: Ints, s: float, reached: float, theta: float
) -> int:
    """Pack the options of the buildings; how many have some, −1: no room."""
    used, n = 0, 0
    for b in buildings:
        if is_worthless(a, w, net, m, b, s, theta):
            continue
        found = building_options(a, w, net, m, b, s, reached, theta)
        if found == 0:
            continue
        if n + found > len(x.option):
            return -1
        for i in range(found):
            x.option[n], x.plain[n], x.orange[n] = w.option[i], w.option_plain[i], w.option_orange[i]
            n += 1
        x.used[used] = b
        used += 1
        x.first[used] = n
    return used


@inner
def fill_ahead(a: BoundArrays, x: Tables, m: int, used: int) -> None:
    """`ahead` over the packed options."""
    high, oranges = a.high[m], max(0, a.orange_high[m])
    for o in range(oranges + 1):
        for c in range(high + 1):
            x.ahead[0, o, c] = 0.0 if c == 0 else NOTHING
    for k in range(used):
        for o in range(oranges + 1):
            for c in range(high + 1):
                x.ahead[k + 1, o, c] = x.ahead[k, o, c]
        for i in range(x.first[k], x.first[k + 1]):
            cost, q, n = x.option[i], x.orange[i], x.plain[i] + x.orange[i]
            for o in range(q, oranges + 1):
                before, after = x.ahead[k, o - q], x.ahead[k + 1, o]
                for c in range(high + 1 - n):
                    through = before[c] + cost
                    after[c + n] = through if through < after[c + n] else after[c + n]


@inner
def fill_behind(a: BoundArrays, x: Tables, m: int, used: int) -> None:
    """`behind` over the packed options."""
    high, low, oranges = a.high[m], a.low[m], max(0, a.orange_high[m])
    for o in range(oranges + 1):
        for c in range(high + 1):
            x.behind[used, o, c] = 0.0 if c >= low else NOTHING
    for k in range(used - 1, -1, -1):
        for o in range(oranges + 1):
            for c in range(high + 1):
                x.behind[k, o, c] = x.behind[k + 1, o, c]
        for i in range(x.first[k], x.first[k + 1]):
            cost, q, n = x.option[i], x.orange[i], x.plain[i] + x.orange[i]
            for o in range(oranges + 1 - q):
                before, after = x.behind[k, o], x.behind[k + 1, o + q]
                for c in range(high + 1 - n):
                    through = after[c + n] + cost
                    before[c] = through if through < before[c] else before[c]


@inner
def keep_within(a: BoundArrays, x: Tables, y: Tables, m: int, used: int, most: float) -> int:
    """Copy to `y` the options that some set costing less than `most` uses, and their buildings; how many buildings."""
    high, oranges = a.high[m], max(0, a.orange_high[m])
    kept, n = 0, 0
    for k in range(used):
        for i in range(x.first[k], x.first[k + 1]):
            p, q, least = x.plain[i], x.orange[i], NOTHING
            for o in range(oranges + 1 - q):
                before, after = x.ahead[k, o], x.behind[k + 1, o + q]
                for c in range(high + 1 - p - q):
                    total = before[c] + after[c + p + q]
                    least = total if total < least else least
            if least + x.option[i] < most:
                y.option[n], y.plain[n], y.orange[n], y.rest[n] = x.option[i], p, q, least
                n += 1
        if n > y.first[kept]:
            y.used[kept] = x.used[k]
            kept += 1
            y.first[kept] = n
    return kept


@inner
def walk_back(
    a: BoundArrays, w: Scratch, x: Tables, net: Floats, m: int, used: int, c: int, s: float, reached: float
) -> tuple[int, float]:
    """Write the best set of c households to w.taken; (households, their load)."""
    o, n, load = max(0, a.orange_high[m]), 0, 0.0
    for k in range(used - 1, -1, -1):
        value = x.ahead[k + 1, o, c]
        if value == x.ahead[k, o, c]:
            continue
        for i in range(x.first[k], x.first[k + 1]):
            plain, orange = x.plain[i], x.orange[i]
            if (
                plain + orange <= c
                and orange <= o
                and x.ahead[k, o - orange, c - plain - orange] + x.option[i] == value
            ):
                break
        b = x.used[k]
        load += a.walk[m, b] * list_under_cap(a, w, net, m, b, s, reached, plain, orange)
        for p in range(plain):
            w.taken[n] = w.plain_place[p]
            n += 1
        for q in range(orange):
            w.taken[n] = w.orange_place[q]
            n += 1
        c -= plain + orange
        o -= orange
    for i in range(n):
        load += a.service[w.taken[i]]
    return n, load

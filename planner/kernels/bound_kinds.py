"""A building's options with households of different service kept apart, compiled.

At a load multiplier the cheapest households are the best, whatever their service. By the true charge on load a cheap
one that takes long may be worse than a dearer one that does not, so the options are by how many of each kind: within a
kind (the same service, both or neither orange) the cheapest still are the best.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.kernels.bound_arrays import ANY_NUMBER, ANYBODY, BoundArrays, Floats, Ints
from planner.kernels.bound_member import NOTHING, Scratch, inner, own_charge
from planner.kernels.bound_tables import Tables

MOST_KINDS, KIND_BITS = 8, 7  # kinds in a building; their counts are packed into one number
MOST_PARTS = 4_000  # options in the making


class Kinds(NamedTuple):
    """Room for one member: the items of a building, and X options of all buildings."""

    place: Ints  # (P,) items, by kind and cost
    cost: Floats
    kind: Ints
    least: Floats  # (C, O) the least that everything else costs beside p others and o orange, or more
    part: Floats  # (2, MOST_PARTS, 3) cost, load, cost at the multiplier
    part_count: Ints  # (2, MOST_PARTS, 4) plain, orange, counts by kind, whether somebody has the most visits allowed
    first: Ints  # (N + 1,) options of the k-th building
    full: Floats  # (X, 2) cost without the charge, load
    count: Ints  # (X, 4) plain, orange, end of the places allowed, counts by kind


def new_kinds(arrays: BoundArrays, options: int) -> Kinds:
    """Room for any member of the problem, and for so many options."""
    most = int(np.diff(arrays.start).max(initial=0)) + 1
    c, o = max(0, int(arrays.high.max())) + 1, max(0, int(arrays.orange_high.max())) + 1
    return Kinds(
        place=np.zeros(most, dtype=np.int64),
        cost=np.zeros(most),
        kind=np.zeros(most, dtype=np.int64),
        least=np.zeros((c, o)),
        part=np.zeros((2, MOST_PARTS, 3)),
        part_count=np.zeros((2, MOST_PARTS, 4), dtype=np.int64),
        first=np.zeros(len(arrays.start), dtype=np.int64),
        full=np.zeros((options, 2)),
        count=np.zeros((options, 4), dtype=np.int64),
    )


@inner
def is_counted_orange(a: BoundArrays, m: int, i: int) -> bool:
    """Whether the household at place i uses up one of the member's orange ones."""
    return a.orange[i] and a.orange_high[m] != ANY_NUMBER


@inner
def list_items(a: BoundArrays, w: Scratch, x: Kinds, net: Floats, m: int, b: int, s: float, theta: float) -> int:
    """The building's households below theta, by kind and cost; how many, −1: too many kinds."""
    n = 0
    for i in range(a.start[b], a.start[b + 1]):
        if (a.only[i] != ANYBODY and a.only[i] != m) or (a.orange[i] and not a.senior[m]):
            continue
        cost = -net[i] - w.gain[i]
        if cost + s * a.service[i] >= theta:
            continue
        counted, at = is_counted_orange(a, m, i), n
        while at > 0:
            j = x.place[at - 1]
            if (is_counted_orange(a, m, j), a.service[j], x.cost[at - 1]) <= (counted, a.service[i], cost):
                break
            x.place[at], x.cost[at] = j, x.cost[at - 1]
            at -= 1
        x.place[at], x.cost[at] = i, cost
        n += 1
    kind = 0
    for at in range(n):
        if at > 0:
            i, j = x.place[at], x.place[at - 1]
            kind += a.service[i] != a.service[j] or is_counted_orange(a, m, i) != is_counted_orange(a, m, j)
        x.kind[at] = kind
    return n if kind < MOST_KINDS else -1


@inner
def list_rest(a: BoundArrays, t: Tables, x: Kinds, m: int, k: int, items: int) -> None:
    """`least` for the k-th building, from the options that `keep_within` has kept."""
    most, oranges = min(a.high[m], items), min(max(0, a.orange_high[m]), items)
    for p in range(most + 1):
        for o in range(oranges + 1):
            x.least[p, o] = NOTHING
    for i in range(t.first[k], t.first[k + 1]):
        x.least[t.plain[i], t.orange[i]] = t.rest[i]
    for p in range(most, -1, -1):
        for o in range(oranges, -1, -1):
            if p < most:
                x.least[p, o] = min(x.least[p, o], x.least[p + 1, o])
            if o < oranges:
                x.least[p, o] = min(x.least[p, o], x.least[p, o + 1])


@inner
def compose(a: BoundArrays, x: Kinds, m: int, b: int, items: int, s: float, reached: float, most: float, n: int) -> int:
    """Append the building's options that may cost less than `most` in all; how many, −1: no room."""
    high, oranges = min(a.high[m], items), min(max(0, a.orange_high[m]), items)
    end, last = a.start[b], a.start[b + 1]
    while end < last:
        v = a.visits[end]
        while end < last and a.visits[end] == v:
            end += 1
        trip = a.walk[m, b] * v
        charge, slope = own_charge(a.slope, a.kink[m], s, reached, trip)
        going = a.building_cost + trip
        saving, seen = 0.0, False
        for at in range(items):
            if x.place[at] < end:
                saving += min(0.0, x.cost[at] + slope * a.service[x.place[at]])
                seen = seen or a.visits[x.place[at]] == v
        if not seen or going + charge + saving + x.least[0, 0] >= most:
            continue
        now, parts, at = 0, 1, 0
        x.part[0, 0, 0], x.part[0, 0, 1], x.part[0, 0, 2] = 0.0, 0.0, 0.0
        x.part_count[0, 0, 0] = x.part_count[0, 0, 1] = x.part_count[0, 0, 2] = x.part_count[0, 0, 3] = 0
        while at < items:
            kind, after = x.kind[at], at
            while after < items and x.kind[after] == kind:
                if x.place[after] < end:
                    saving -= min(0.0, x.cost[after] + slope * a.service[x.place[after]])
                after += 1
            counted, made, to = is_counted_orange(a, m, x.place[at]), 0, 1 - now
            for i in range(parts):
                cost, load, priced = x.part[now, i, 0], x.part[now, i, 1], x.part[now, i, 2]
                p, o, reaches = x.part_count[now, i, 0], x.part_count[now, i, 1], x.part_count[now, i, 3]
                taken, j = 0, at
                while True:
                    if going + charge + priced + saving + x.least[p, o] < most:
                        if made == MOST_PARTS:
                            return -1
                        x.part[to, made, 0], x.part[to, made, 1], x.part[to, made, 2] = cost, load, priced
                        x.part_count[to, made, 0], x.part_count[to, made, 1] = p, o
                        x.part_count[to, made, 2] = x.part_count[now, i, 2] | (taken << (KIND_BITS * kind))
                        x.part_count[to, made, 3] = reaches
                        made += 1
                    while j < after and x.place[j] >= end:
                        j += 1
                    if j == after:
                        break
                    place = x.place[j]
                    p, o = (p, o + 1) if counted else (p + 1, o)
                    if p > high or o > oranges or p + o > a.high[m]:
                        break
                    cost += x.cost[j]
                    load += a.service[place]
                    priced += x.cost[j] + slope * a.service[place]
                    reaches = reaches or a.visits[place] == v
                    taken += 1
                    j += 1
            now, parts, at = to, made, after
        for i in range(parts):
            if x.part_count[now, i, 3]:
                if n == len(x.full):
                    return -1
                x.full[n, 0], x.full[n, 1] = x.part[now, i, 0] + going, x.part[now, i, 1] + trip
                x.count[n, 0], x.count[n, 1] = x.part_count[now, i, 0], x.part_count[now, i, 1]
                x.count[n, 2], x.count[n, 3] = end, x.part_count[now, i, 2]
                n += 1
    return n


@inner
def compose_all(
    a: BoundArrays,
    w: Scratch,
    t: Tables,
    x: Kinds,
    net: Floats,
    m: int,
    used: int,
    s: float,
    reached: float,
    theta: float,
    most: float,
) -> int:
    """The options of all buildings kept that may be in a set of less than `most`; how many, −1: no room."""
    n = 0
    for k in range(used):
        x.first[k] = n
        items = list_items(a, w, x, net, m, t.used[k], s, theta)
        if items < 0:
            return -1
        list_rest(a, t, x, m, k, items)
        n = compose(a, x, m, t.used[k], items, s, reached, most, n)
        if n < 0:
            return -1
    x.first[used] = n
    return n


@inner
def write_option(
    a: BoundArrays, w: Scratch, x: Kinds, net: Floats, m: int, b: int, i: int, s: float, theta: float, n: int
) -> int:
    """Append the places of option i, one of building b, to w.taken; how many places there are now."""
    items, left, kind = list_items(a, w, x, net, m, b, s, theta), 0, -1
    for at in range(items):
        if x.kind[at] != kind:
            kind = x.kind[at]
            left = (x.count[i, 3] >> (KIND_BITS * kind)) & ((1 << KIND_BITS) - 1)
        if left > 0 and x.place[at] < x.count[i, 2]:
            w.taken[n] = x.place[at]
            n += 1
            left -= 1
    return n

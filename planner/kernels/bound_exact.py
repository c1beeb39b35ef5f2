"""One member's best set with his true charge on load, compiled; long, because it is one search, loads kept apart.

The programme at a load multiplier bounds what every choice leads to, so that only choices that may beat the best set
known are looked at again:

    label       (households, orange, load, cost without the charge on load) behind the first k buildings
    its bound   cost + Φ(load) + behind(k) + constant(s)

which is below the truth, because Φ is superadditive and charge(L) ≥ Φ(L) + constant(s). A label goes when its bound
reaches the best cost known, or when another one with as many households is as good whatever follows.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.kernels.bound_arrays import BoundArrays, Floats, Ints
from planner.kernels.bound_kinds import Kinds, compose_all, new_kinds, write_option
from planner.kernels.bound_member import NOTHING, Scratch, charge_constant, inner, own_charge
from planner.kernels.bound_tables import (
    Tables,
    fill_ahead,
    fill_behind,
    keep_within,
    list_options,
    new_tables,
    walk_back,
)

OPTIONS = 40_000
CLOSE = 0.5  # tenths: not worth a search
WIDER = 1.5


class Room(NamedTuple):
    """Room for one member's search."""

    tables: Tables
    kept: Tables  # what may be in a set that costs little enough
    kinds: Kinds
    label: Floats  # (X, 2) cost, load
    state: Ints  # (X, 4) households, orange, parent, option
    order: Ints  # (X,)
    building: Ints  # (H,) of each place
    within: Floats  # (M,) how far above the multiplier's bound to look first
    wider: Ints  # (B,) buildings listed anew
    last: Ints  # (M, C) each member's best set when it was last looked for
    last_count: Ints  # (M,)


class Best(NamedTuple):
    """A member's best set by his true charge: its places are the first `households` of Scratch.taken.

    No set costs less than `cost`, whatever was left out for costing at least theta; the set costs that when
    it was `searched` for and theta was at least `enough`. `missing` households were bought at theta each.
    """

    cost: float
    households: int
    load: float  # of the best set at the multiplier
    searched: bool
    missing: int
    enough: float


def new_room(arrays: BoundArrays, labels: int) -> Room:
    """Room for any member of the problem, and for so many labels."""
    return Room(
        tables=new_tables(arrays, OPTIONS),
        kept=new_tables(arrays, OPTIONS),
        kinds=new_kinds(arrays, OPTIONS),
        label=np.zeros((labels, 2)),
        state=np.zeros((labels, 4), dtype=np.int64),
        order=np.zeros(labels, dtype=np.int64),
        building=np.repeat(np.arange(len(arrays.start) - 1), np.diff(arrays.start)),
        within=np.full(len(arrays.low), 10.0),
        wider=np.zeros(len(arrays.start) - 1, dtype=np.int64),
        last=np.zeros((len(arrays.low), max(1, int(arrays.high.max()))), dtype=np.int64),
        last_count=np.zeros(len(arrays.low), dtype=np.int64),
    )


@inner
def true_charge(slope: Floats, kink: Floats, at_zero: float, load: float) -> float:
    """The whole charge on a load."""
    total, at = at_zero, 0.0
    for k in range(len(kink)):
        if load <= kink[k]:
            return total + slope[k] * (load - at)
        total += slope[k] * (kink[k] - at)
        at = kink[k]
    return total + slope[len(kink)] * (load - at)


@inner
def true_cost(a: BoundArrays, w: Scratch, x: Room, net: Floats, m: int, places: Ints) -> tuple[float, float]:
    """(what the set costs with the true charge on its load, its prices taken off; its load).

    The households of a building stand side by side.
    """
    saved, load, i = 0.0, 0.0, 0
    while i < len(places):
        b, trips = x.building[places[i]], 0.0
        saved -= a.building_cost
        while i < len(places) and x.building[places[i]] == b:
            place = places[i]
            trips = max(trips, a.visits[place])
            load += a.service[place]
            saved += a.service[place] + net[place] + w.gain[place]
            i += 1
        load += trips * a.walk[m, b]
    return load + true_charge(a.slope, a.kink[m], a.at_zero[m], load) - saved, load


@inner
def least_of(a: BoundArrays, t: Tables, m: int, used: int, theta: float) -> tuple[float, int, int, float]:
    """(least cost at the multiplier, its households, how many of them missing, the theta that was enough)."""
    value, count, missing, top = NOTHING, 0, 0, a.high[m]
    row = t.ahead[used, max(0, a.orange_high[m])]
    for c in range(top, -1, -1):
        without = top - c if theta < 0 else max(0, a.low[m] - c)
        total = row[c] + theta * without
        if row[c] < NOTHING and total < value:
            value, count, missing = total, c, without
    enough = 0.0
    if missing == 0 and (count == top or count <= a.low[m]) and count > 0:
        enough = -NOTHING if count == top else 0.0
        for c in range(count):
            if row[c] < NOTHING:
                enough = max(enough, (value - row[c]) / (count - c))
    return value, count, missing, enough


@inner
def search_labels(
    a: BoundArrays, x: Room, m: int, used: int, s: float, reached: float, constant: float, most: float
) -> tuple[float, int, bool]:
    """(least cost, its label, whether there was room to be sure) of the sets that cost less than `most`; −1: none."""
    high, low = a.high[m], a.low[m]
    slope, kink, full, count, behind = a.slope, a.kink[m], x.kinds.full, x.kinds.count, x.kept.behind
    x.label[0, 0] = x.label[0, 1] = 0.0
    x.state[0, 0], x.state[0, 1], x.state[0, 2], x.state[0, 3] = 0, 0, -1, -1
    x.order[0] = 0
    active, n, best = 1, 1, -1
    if low == 0 and a.at_zero[m] < most:
        most, best = a.at_zero[m], 0
    for k in range(used):
        first, last = x.kinds.first[k], x.kinds.first[k + 1]
        kept, begin = 0, n
        for i in range(active):
            at = x.order[i]
            cost, load, c, o = x.label[at, 0], x.label[at, 1], x.state[at, 0], x.state[at, 1]
            for j in range(first, last):
                taken, orange = c + count[j, 0] + count[j, 1], o + count[j, 1]
                if taken > high or orange >= behind.shape[1]:
                    continue
                more, heavier = cost + full[j, 0], load + full[j, 1]
                if (
                    more + own_charge(slope, kink, s, reached, heavier)[0] + behind[k + 1, orange, taken] + constant
                    >= most
                ):
                    continue
                if n == len(x.label):
                    return most, best, False
                x.label[n, 0], x.label[n, 1] = more, heavier
                x.state[n, 0], x.state[n, 1], x.state[n, 2], x.state[n, 3] = taken, orange, at, j
                if taken >= low:
                    total = more + true_charge(slope, kink, a.at_zero[m], heavier)
                    if total < most:
                        most, best = total, n
                n += 1
            if cost + own_charge(slope, kink, s, reached, load)[0] + behind[k + 1, o, c] + constant < most:
                x.order[kept] = at
                kept += 1
        for at in range(begin, n):
            x.order[kept] = at
            kept += 1
        active = drop_beaten(a, x, m, kept) if n > begin else kept
    return most, best, True


@inner
def comes_after(x: Room, i: int, j: int) -> bool:
    """Whether label i is to stand behind label j: by households, orange, load, cost."""
    for part in range(2):
        if x.state[i, part] != x.state[j, part]:
            return x.state[i, part] > x.state[j, part]
    if x.label[i, 1] != x.label[j, 1]:
        return x.label[i, 1] > x.label[j, 1]
    return x.label[i, 0] > x.label[j, 0]


@inner
def drop_beaten(a: BoundArrays, x: Room, m: int, count: int) -> int:
    """Keep of the first `count` labels of x.order those that no other beats whatever follows; how many.

    Of two with as many households and as many orange ones, the lighter one beats the other when it costs no more with
    the charge on its load: the charge is convex, so that what follows never costs the heavier one less.
    """
    gap = count // 2
    while gap > 0:
        for i in range(gap, count):
            moved, j = x.order[i], i
            while j >= gap and comes_after(x, x.order[j - gap], moved):
                x.order[j] = x.order[j - gap]
                j -= gap
            x.order[j] = moved
        gap = 1 if gap == 2 else int(gap / 2.2)
    kept, c, o, least = 0, -1, -1, NOTHING
    for i in range(count):
        at = x.order[i]
        if x.state[at, 0] != c or x.state[at, 1] != o:
            c, o, least = x.state[at, 0], x.state[at, 1], NOTHING
        value = x.label[at, 0] + true_charge(a.slope, a.kink[m], a.at_zero[m], x.label[at, 1])
        if value < least:
            least = value
            x.order[kept] = at
            kept += 1
    return kept


@inner
def take_back(a: BoundArrays, w: Scratch, x: Room, net: Floats, m: int, best: int, s: float, theta: float) -> int:
    """Write the places of a label's set to w.taken; how many."""
    n, at = 0, best
    while x.state[at, 2] >= 0:
        option = x.state[at, 3]
        k = 0
        while x.kinds.first[k + 1] <= option:
            k += 1
        n = write_option(a, w, x.kinds, net, m, x.kept.used[k], option, s, theta, n)
        at = x.state[at, 2]
    return n


@inner
def theta_needed(a: BoundArrays, row: Floats, m: int, value: float, theta: float) -> tuple[float, float]:
    """(the least that a set with a household left out can cost, the theta at which that is no less than `value`)."""
    least, enough = NOTHING, -NOTHING
    for c in range(a.high[m]):
        if row[c] < NOTHING:
            more = a.high[m] - c if theta < 0 else max(1, a.low[m] - c)
            short = value - row[c]
            least = min(least, row[c] + theta * more)
            enough = max(enough, short / (a.high[m] - c) if short < 0 else short / max(1, a.low[m] - c))
    return least, enough


@inner
def exact_set(
    a: BoundArrays, w: Scratch, x: Room, net: Floats, m: int, buildings: Ints, s: float, theta: float
) -> Best:
    """The best set from these buildings by the true charge, without options of theta a household and more.

    For a member whose households are counted.
    """
    t = x.tables
    reached, constant = charge_constant(a.slope, a.kink[m], a.at_zero[m], s)
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        w.gain[a.gain_place[g]] = a.gain[g]
    used = list_options(a, w, t, net, m, buildings, s, reached, theta)
    if used < 0:
        for g in range(a.gain_start[m], a.gain_start[m + 1]):
            w.gain[a.gain_place[g]] = 0.0
        return Best(-NOTHING, -1, 0.0, False, 0, 0.0)
    fill_ahead(a, t, m, used)
    value, count, missing, enough = least_of(a, t, m, used, theta)
    households, load = walk_back(a, w, t, net, m, used, count, s, reached)
    for_certain, searched = value + constant, False
    if missing == 0:
        cost, _ = true_cost(a, w, x, net, m, w.taken[:households])
        close = cost <= value + constant + CLOSE
        searched = close
        if not close:
            before, _ = true_cost(a, w, x, net, m, x.last[m, : x.last_count[m]])
            if before < cost and x.last_count[m] > 0:
                cost, households = before, x.last_count[m]
                for i in range(households):
                    w.taken[i] = x.last[m, i]
            fill_behind(a, t, m, used)
        within = max(CLOSE, x.within[m])
        while not searched:
            most = min(cost, value + constant + within)
            kept = keep_within(a, t, x.kept, m, used, most - constant)
            fill_behind(a, x.kept, m, kept)
            n = compose_all(a, w, x.kept, x.kinds, net, m, kept, s, reached, theta, most - constant)
            if n < 0:
                break
            least, best, searched = search_labels(a, x, m, kept, s, reached, constant, most)
            if best >= 0:
                cost = least
                households = take_back(a, w, x, net, m, best, s, theta)
            if not searched:
                break
            for_certain = max(for_certain, least)
            if best < 0 and most < cost:
                searched = False
                within *= WIDER
        x.within[m] = 1.5 * (cost - value - constant) if searched else within / WIDER
        x.last_count[m] = households
        for i in range(households):
            x.last[m, i] = w.taken[i]
        if searched and not close:
            for_certain = cost
        outside, needed = theta_needed(a, t.ahead[used, max(0, a.orange_high[m])], m, for_certain - constant, theta)
        for_certain = min(for_certain, max(value, outside) + constant)
        enough = max(enough, needed)
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        w.gain[a.gain_place[g]] = 0.0
    return Best(for_certain, households, load, searched, missing, enough)

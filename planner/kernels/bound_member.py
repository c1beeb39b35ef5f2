"""One member's best set of households at given prices, compiled; long, because it is one dynamic programme.

In a building, a cap v on the visits fixes the trip; under it the cheapest of each kind are the best:

    option(p, o)  = min over caps v   building + t·v + Φ(t·v) + Σ the p cheapest others + Σ the o cheapest orange
    best(b, c, o) = min( best(b−1, c, o),  min over options  best(b−1, c−p'−o', o−o') + option(p', o') )

where a household of at most v visits costs service·Φ'(t·v) − net price − gain. Φ(a) = ∫₀ᵃ max(s, charge'(u)) du is the
part of the charge on load that a building pays by itself, at load multiplier s: it is convex and 0 at 0, hence its sum
over buildings is never above Φ of the whole load, and charge(L) ≥ Φ(L) + constant(s).

A member whose households are not counted has one state; so has one whose orange ones are not.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from planner.kernels.bound_arrays import ANY_NUMBER, ANYBODY, BoundArrays, Floats, Ints

# Nothing here makes an array, so numba need not count references to those in the tuples: that took more than half.
counted_off = njit(nogil=True, cache=True, _nrt=False)
# What only other kernels call: without the ways in from Python and C, which take longer to compile than the rest.
inner = njit(nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)

CLOSED = 1e17  # a household at this price or more is not to be had
NOTHING = 1e300


class Scratch(NamedTuple):
    """Room for one member's programme: P in a list, O orange, counts to C, N buildings."""

    gain: Floats  # (H,) 0 but for the member at work
    size: Ints  # (2,) of the two lists
    plain: Floats  # (P,) cheapest others, ascending
    plain_place: Ints
    orange: Floats  # (O,) cheapest orange, ascending
    orange_place: Ints
    table: Floats  # (P + 1, O + 1) best option so far by (others, orange)
    option: Floats  # ((P + 1)·(O + 1),) options of a building, packed
    option_plain: Ints
    option_orange: Ints
    best: Floats  # (C + 1, O + 1)
    used: Ints  # (N,) buildings with options
    choice: Ints  # (N, C + 1, O + 1) packed option, −1: none
    taken: Ints  # (H,) places of the best set


class Outcome(NamedTuple):
    """A member's best set: its places are the first `households` of Scratch.taken.

    `missing` households were bought at theta each, so that the cost is no more than the truth whatever was left out for
    costing at least theta; `enough` is the least theta at which none would have been.
    """

    cost: float
    households: int
    load: float
    missing: int
    enough: float


def new_scratch(arrays: BoundArrays) -> Scratch:
    """Room for any member of the problem."""
    most = int(np.diff(arrays.start).max(initial=0))
    c, o = max(0, int(arrays.high.max())) + 1, max(0, int(arrays.orange_high.max())) + 1
    n, p, q = len(arrays.start) - 1, most + 1, min(most + 1, o)
    return Scratch(
        gain=np.zeros(len(arrays.base)),
        size=np.zeros(2, dtype=np.int64),
        plain=np.zeros(p),
        plain_place=np.zeros(p, dtype=np.int64),
        orange=np.zeros(q),
        orange_place=np.zeros(q, dtype=np.int64),
        table=np.zeros((p, q)),
        option=np.zeros(p * q),
        option_plain=np.zeros(p * q, dtype=np.int64),
        option_orange=np.zeros(p * q, dtype=np.int64),
        best=np.zeros((c, o)),
        used=np.zeros(n, dtype=np.int64),
        choice=np.zeros((n, c, o), dtype=np.int64),
        taken=np.zeros(len(arrays.base), dtype=np.int64),
    )


@inner
def charge_constant(slope: Floats, kink: Floats, at_zero: float, s: float) -> tuple[float, float]:
    """(least load at which the charge's slope reaches s, constant(s) = min over loads of charge − s·load)."""
    load, charge = 0.0, at_zero
    for k in range(len(kink)):
        if slope[k] >= s:
            break
        charge += slope[k] * (kink[k] - load)
        load = kink[k]
    return load, charge - s * load


@inner
def own_charge(slope: Floats, kink: Floats, s: float, reached: float, load: float) -> tuple[float, float]:
    """(Φ, Φ′) at a load of one building; the charge's slope reaches s at load `reached`."""
    if load < reached:
        return s * load, s
    total, at, now = s * reached, reached, s
    for k in range(len(kink)):
        if kink[k] > load:
            break
        if kink[k] >= reached:
            total += now * (kink[k] - at)
            at, now = kink[k], max(s, slope[k + 1])
    return total + now * (load - at), now


@inner
def insert(values: Floats, places: Ints, size: int, most: int, value: float, place: int) -> int:
    """Keep the `most` smallest values in ascending order; how many there are now."""
    if most == 0 or (size == most and value >= values[size - 1]):
        return size
    at = size if size < most else size - 1
    while at > 0 and values[at - 1] > value:
        values[at], places[at] = values[at - 1], places[at - 1]
        at -= 1
    values[at], places[at] = value, place
    return min(size + 1, most)


@inner
def list_cheapest(
    a: BoundArrays, w: Scratch, net: Floats, m: int, first: int, last: int, slope: float, theta: float
) -> None:
    """Sort the places first : last of a building, those below theta, into the lists of cheapest others and orange."""
    most = len(w.plain) if a.high[m] == ANY_NUMBER else min(len(w.plain), a.high[m])
    for i in range(first, last):
        if (a.only[i] != ANYBODY and a.only[i] != m) or (a.orange[i] and not a.senior[m]):
            continue
        cost = slope * a.service[i] - net[i] - w.gain[i]
        if cost >= theta:
            continue
        if a.orange[i] and a.orange_high[m] != ANY_NUMBER:
            limit = min(len(w.orange), a.orange_high[m], most)
            w.size[1] = insert(w.orange, w.orange_place, w.size[1], limit, cost, i)
        else:
            w.size[0] = insert(w.plain, w.plain_place, w.size[0], most, cost, i)


@inner
def building_options(
    a: BoundArrays, w: Scratch, net: Floats, m: int, b: int, s: float, reached: float, theta: float
) -> int:
    """Pack the options of a building that cost less than theta a household; how many."""
    first, last = a.start[b], a.start[b + 1]
    rows, columns = min(last - first + 1, w.table.shape[0]), min(last - first + 1, w.table.shape[1])
    if a.high[m] != ANY_NUMBER:
        rows = min(rows, a.high[m] + 1)
    columns = min(columns, max(0, a.orange_high[m]) + 1)
    for p in range(rows):
        for o in range(columns):
            w.table[p, o] = NOTHING
    w.size[0] = w.size[1] = 0
    slope, listed, end = s, first, first
    while end < last:
        v = a.visits[end]
        while end < last and a.visits[end] == v:
            end += 1
        trip = a.walk[m, b] * v
        charge, now = own_charge(a.slope, a.kink[m], s, reached, trip)
        if now != slope:
            slope, listed = now, first
            w.size[0] = w.size[1] = 0
        list_cheapest(a, w, net, m, listed, end, slope, theta)
        listed = end
        total_orange = a.building_cost + trip + charge
        for o in range(w.size[1] + 1):
            total = total_orange
            for p in range(min(w.size[0], rows - 1 - o) + 1):
                w.table[p, o] = min(w.table[p, o], total)
                total += w.plain[p] if p < w.size[0] else 0.0
            total_orange += w.orange[o] if o < w.size[1] else 0.0
    n = 0
    for p in range(rows):
        for o in range(columns):
            if p + o > 0 and w.table[p, o] < theta * (p + o):
                w.option[n], w.option_plain[n], w.option_orange[n] = w.table[p, o], p, o
                n += 1
    return n


@inner
def add_building(a: BoundArrays, w: Scratch, m: int, k: int, n: int, reach: int) -> int:
    """Let the n packed options of the k-th building into the best sets by count and orange; the most counted now."""
    top, top_orange = max(0, a.high[m]), max(0, a.orange_high[m])
    most = reach
    if top > 0:
        for x in range(n):
            most = max(most, min(top, reach + w.option_plain[x] + w.option_orange[x]))
    for c in range(reach + 1, most + 1):
        for o in range(top_orange + 1):
            w.best[c, o] = NOTHING
    for c in range(most, -1, -1):
        for o in range(top_orange, -1, -1):
            value, chosen = w.best[c, o], -1
            for x in range(n):
                before = c - w.option_plain[x] - w.option_orange[x] if top > 0 else c
                before_orange = o - w.option_orange[x]
                if before >= 0 and before_orange >= 0:
                    through = w.best[before, before_orange] + w.option[x]
                    if through < value:
                        value, chosen = through, x
            w.best[c, o] = value
            if chosen >= 0:
                chosen = w.option_plain[chosen] * (top_orange + 1) + w.option_orange[chosen]
            w.choice[k, c, o] = chosen
    return most


@inner
def list_under_cap(
    a: BoundArrays, w: Scratch, net: Floats, m: int, b: int, s: float, reached: float, plain: int, orange: int
) -> float:
    """List a building's cheapest under the cap on visits that is best for (plain, orange); that cap."""
    first, last = a.start[b], a.start[b + 1]
    least, cap, end = NOTHING, -1.0, first
    while end < last:
        v = a.visits[end]
        while end < last and a.visits[end] == v:
            end += 1
        charge, slope = own_charge(a.slope, a.kink[m], s, reached, a.walk[m, b] * v)
        w.size[0] = w.size[1] = 0
        list_cheapest(a, w, net, m, first, end, slope, CLOSED)
        if w.size[0] >= plain and w.size[1] >= orange:
            total = a.walk[m, b] * v + charge
            for p in range(plain):
                total += w.plain[p]
            for o in range(orange):
                total += w.orange[o]
            if total < least:
                least, cap = total, v
    end = first
    while end < last and a.visits[end] <= cap:
        end += 1
    _, slope = own_charge(a.slope, a.kink[m], s, reached, a.walk[m, b] * cap)
    w.size[0] = w.size[1] = 0
    list_cheapest(a, w, net, m, first, end, slope, CLOSED)
    return cap


@inner
def collect(
    a: BoundArrays, w: Scratch, net: Floats, m: int, k: int, c: int, o: int, s: float, reached: float
) -> tuple[int, float]:
    """Walk back through the choices from state (c, o) behind building k; (households taken, their load)."""
    top_orange = max(0, a.orange_high[m])
    n, load = 0, 0.0
    for back in range(k - 1, -1, -1):
        chosen = w.choice[back, c, o]
        if chosen < 0:
            continue
        b, plain, orange = w.used[back], chosen // (top_orange + 1), chosen % (top_orange + 1)
        load += a.walk[m, b] * list_under_cap(a, w, net, m, b, s, reached, plain, orange)
        for p in range(plain):
            w.taken[n] = w.plain_place[p]
            n += 1
        for q in range(orange):
            w.taken[n] = w.orange_place[q]
            n += 1
        if a.high[m] > 0:
            c -= plain + orange
        o -= orange
    for x in range(n):
        load += a.service[w.taken[x]]
    return n, load


@inner
def best_set(a: BoundArrays, w: Scratch, net: Floats, m: int, buildings: Ints, s: float, theta: float) -> Outcome:
    """The best set from these buildings at load multiplier s, without options of theta a household and more."""
    reached, constant = charge_constant(a.slope, a.kink[m], a.at_zero[m], s)
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        w.gain[a.gain_place[g]] = a.gain[g]
    top, top_orange = max(0, a.high[m]), max(0, a.orange_high[m])
    for o in range(top_orange + 1):
        w.best[0, o] = 0.0
    reach, k = 0, 0
    for b in buildings:
        n = building_options(a, w, net, m, b, s, reached, theta)
        if n > 0:
            w.used[k] = b
            reach = add_building(a, w, m, k, n, reach)
            k += 1
    value, count, missing = NOTHING, 0, 0
    for c in range(reach, -1, -1):
        without = top - c if theta < 0 else max(0, a.low[m] - c)
        total = w.best[c, top_orange] + theta * without
        if total < value:
            value, count, missing = total, c, without
    enough = 0.0
    if missing == 0 and (count == top or count <= a.low[m]) and count > 0:
        enough = -NOTHING if count == top else 0.0
        for c in range(count):
            enough = max(enough, (value - w.best[c, top_orange]) / (count - c))
    households, load = collect(a, w, net, m, k, count, top_orange, s, reached)
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        w.gain[a.gain_place[g]] = 0.0
    return Outcome(value + constant, households, load, missing, enough)

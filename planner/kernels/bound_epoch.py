"""Rounds over all members, compiled: prices rise for all and fall at once for what is taken, multipliers follow."""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

import numpy as np
from numba import njit

from planner.kernels.bound_arrays import ANYBODY, BoundArrays, Floats, Ints
from planner.kernels.bound_member import Scratch, best_set, counted_off, inner

LOOKS = 5  # at a member's buildings, farther each time, until he has as many households as he must
LEAST_RISE = 50.0  # tenths: by which a theta that left out too much is raised at least


@inner
def list_member(a: BoundArrays, gain: Floats, net: Floats, m: int, s: float, theta: float, listed: Ints) -> int:
    """Write the buildings that may have an option below theta a household for this member; how many.

    `gain` is (H,) by place, 0 everywhere; it is so again in the end.
    """
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        gain[a.gain_place[g]] = a.gain[g]
    n = 0
    for b in range(len(a.start) - 1):
        first, last = a.start[b], a.start[b + 1]
        if not a.reachable[m, b] or first == last:
            continue
        saved = 0.0
        for i in range(first, last):
            if (a.only[i] == ANYBODY or a.only[i] == m) and (a.senior[m] or not a.orange[i]):
                saved += max(0.0, theta + net[i] + gain[i] - s * a.service[i])
            if i + 1 == last or a.visits[i + 1] != a.visits[i]:
                trip = a.walk[m, b] * a.visits[i]
                if a.building_cost + trip + s * trip < saved:
                    listed[n] = b
                    n += 1
                    break
    for g in range(a.gain_start[m], a.gain_start[m + 1]):
        gain[a.gain_place[g]] = 0.0
    return n


@njit(nogil=True, cache=True)
def list_buildings(
    a: BoundArrays, gain: Floats, net: Floats, s: Floats, theta: Floats, start: Ints, room: Ints
) -> Ints:
    """The buildings listed for member m at start[m] : start[m + 1] of the answer, which is `room` or larger room."""
    n, buildings = 0, len(a.start) - 1
    for m in range(len(a.low)):
        if n + buildings > len(room):
            larger = np.empty(2 * len(room) + buildings, dtype=np.int64)
            for k in range(n):
                larger[k] = room[k]
            room = larger
        start[m] = n
        n += list_member(a, gain, net, m, s[m], theta[m], room[n:])
    start[len(a.low)] = n
    return room


@inner
def next_multiplier(slope: Floats, kink: Floats, s: float, load: float, step: float) -> float:
    """The load multiplier a step towards its best, stopping at the slopes of the charge."""
    k = 0  # s is in [slope[k], slope[k + 1])
    while k < len(kink) - 1 and slope[k + 1] <= s:
        k += 1
    if load > kink[k]:
        return min(s + step, slope[k + 1])
    if s > slope[k]:
        return max(s - step, slope[k]) if load < kink[k] else s
    while k > 0 and slope[k - 1] == s:
        k -= 1
    return max(s - step, slope[k - 1]) if k > 0 and load < kink[k - 1] else s


@inner
def load_side(slope: Floats, kink: Floats, s: float, load: float) -> int:
    """1 when the best multiplier for this load is above s, −1 when it is below, 0 when it is s."""
    k = 0  # s is in [slope[k], slope[k + 1])
    while k < len(kink) - 1 and slope[k + 1] <= s:
        k += 1
    if load > kink[k]:
        return 1
    if s > slope[k]:
        return -1 if load < kink[k] else 0
    while k > 0 and slope[k - 1] == s:
        k -= 1
    return -1 if k > 0 and load < kink[k - 1] else 0


@counted_off
def epoch(
    a: BoundArrays,
    w: Scratch,
    net: Floats,
    s: Floats,
    enough: Floats,
    theta: Floats,
    order: Ints,
    start: Ints,
    listed: Ints,
    step: Floats,
    stride: Floats,
    side: Ints,
    wider: Ints,
) -> None:
    """One round: every price up by its step, down again by each member who takes it.

    `net`, `s` and `enough` are changed; `order` says in which order the members come. Who finds too few households
    among those listed looks farther at once: if he took none, prices that are right would rise for ever.
    """
    net += step
    for m in order:
        buildings, at = listed[start[m] : start[m + 1]], theta[m]
        found = best_set(a, w, net, m, buildings, s[m], at)
        for _ in range(LOOKS):
            if found.missing == 0:
                break
            at = theta_after(found.missing, found.enough, at)
            found = best_set(a, w, net, m, wider[: list_member(a, w.gain, net, m, s[m], at, wider)], s[m], at)
        enough[m] = theta_after(found.missing, found.enough, at)
        for x in range(found.households):
            net[w.taken[x]] -= step[w.taken[x]]
        follow_load(a, m, found.load, s, stride, side)


@inner
def follow_load(a: BoundArrays, m: int, load: float, s: Floats, stride: Floats, side: Ints) -> None:
    """Move the member's load multiplier towards what this load asks for, farther while it goes the same way."""
    now = load_side(a.slope, a.kink[m], s[m], load)
    if now * side[m] > 0:
        stride[m] = min(1.3 * stride[m], 4.0)
    elif now * side[m] < 0:
        stride[m] = max(0.5 * stride[m], 0.0005)
    if now != 0:
        side[m] = now
    s[m] = next_multiplier(a.slope, a.kink[m], s[m], load, stride[m])


@inner
def theta_after(missing: int, enough: float, theta: float) -> float:
    """The theta to list with next: what is enough, or more than this one when households were missing."""
    if missing == 0:
        return enough
    return 0.5 * theta if theta < -LEAST_RISE else max(0.0, 2.0 * theta) + LEAST_RISE

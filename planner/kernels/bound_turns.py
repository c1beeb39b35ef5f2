"""Members take turns by their true charge on load, compiled: rounds of prices, and what a certificate asks of each."""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none

from __future__ import annotations

from planner.kernels.bound_arrays import ANY_NUMBER, BoundArrays, Floats, Ints
from planner.kernels.bound_epoch import LOOKS, follow_load, list_member, theta_after
from planner.kernels.bound_exact import Room, exact_set
from planner.kernels.bound_member import Scratch, best_set, counted_off


@counted_off
def take_turns(
    a: BoundArrays,
    w: Scratch,
    x: Room,
    moving: bool,
    net: Floats,
    s: Floats,
    enough: Floats,
    theta: Floats,
    members: Ints,
    start: Ints,
    listed: Ints,
    step: Floats,
    stride: Floats,
    side: Ints,
    cost: Floats,
) -> None:
    """The least cost of each of these members, one after the other; `cost` (M,) is raised to it, `enough` (M,) written.

    When `moving`, part of a round: the buildings are those listed, the price of what a member takes falls by its step,
    and his load multiplier follows. Else nothing moves and the buildings are listed anew: one kernel, compiled once.
    """
    for m in members:
        at = theta[m]
        buildings = listed[start[m] : start[m + 1]]
        if not moving:
            buildings = x.wider[: list_member(a, w.gain, net, m, s[m], at, x.wider)]
        for _ in range(LOOKS):
            households, least, load, missing, needed = -1, 0.0, 0.0, 0, 0.0
            if a.high[m] != ANY_NUMBER:
                best = exact_set(a, w, x, net, m, buildings, s[m], at)
                households, least, load, missing, needed = (
                    best.households,
                    best.cost,
                    best.load,
                    best.missing,
                    best.enough,
                )
            if households < 0:
                found = best_set(a, w, net, m, buildings, s[m], at)
                households, least, load, missing, needed = (
                    found.households,
                    found.cost,
                    found.load,
                    found.missing,
                    found.enough,
                )
            cost[m] = max(cost[m], least)
            enough[m] = theta_after(missing, needed, at)
            if (missing == 0 and moving) or enough[m] <= at:
                break
            at = enough[m] + 1.0
            buildings = x.wider[: list_member(a, w.gain, net, m, s[m], at, x.wider)]
        if moving:
            for i in range(households):
                net[w.taken[i]] -= step[w.taken[i]]
            follow_load(a, m, load, s, stride, side)

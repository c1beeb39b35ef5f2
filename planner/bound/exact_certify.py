"""Raises a certificate: what members cost at the prices by their true charge on load, as far as time allows.

`planner.bound.certify` proves what each member's best set costs with something in place of the charge on its load.
Here the charge is that of the whole load. Everything is laid out anew from the problem, and each member's cost is a
lower bound on every set that he may have: multipliers and thetas are guesses that only say where to look, so bad ones
give a weaker bound, never a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.pairs import TENTHS
from planner.bound.arrays import bound_arrays
from planner.bound.certify import certified_costs, proven_minutes
from planner.kernels.bound_arrays import ANY_NUMBER, BoundArrays, Floats
from planner.kernels.bound_exact import Room, new_room
from planner.kernels.bound_member import new_scratch
from planner.kernels.bound_turns import take_turns
from planner.problem import Problem

LABELS = 60_000  # to tell one member's best set; without room the multiplier's bound stands
AT_ONCE = 40  # members between two looks at the clock


def exact_minutes(
    problem: Problem,
    prices: Floats,
    multipliers: Floats,
    theta: Floats,
    *,
    over: Callable[[], bool] = lambda: False,
    arrays: BoundArrays | None = None,
    room: Room | None = None,
) -> float:
    """The bound in minutes that prices ((H,) minutes) prove; 0 when they prove less.

    `multipliers` ((M,)) and `theta` ((M,) tenths a household) are guesses. When `over` says so, members not yet looked
    at keep what `certified_costs` proves. `arrays`, `room`: those of the problem, where there are some.
    Raises ValueError when a price or multiplier is no finite number.
    """
    costs = certified_costs(problem, prices, multipliers, theta)
    a = bound_arrays(problem) if arrays is None else arrays
    scratch, room = new_scratch(a), new_room(a, LABELS) if room is None else room
    net = TENTHS * np.asarray(prices, dtype=np.float64)[a.household] - a.base
    s = np.clip(multipliers, a.slope[0], a.slope[-1]).astype(np.float64)
    guess = np.where(a.high == ANY_NUMBER, np.maximum(theta, 0.0), theta)
    nothing, none = np.zeros(0), np.zeros(problem.members + 1, dtype=np.int64)
    for first in range(0, problem.members, AT_ONCE):
        if over():
            break
        some = np.arange(first, min(first + AT_ONCE, problem.members))
        enough, side = np.zeros(problem.members), none[:-1]
        take_turns(a, scratch, room, False, net, s, enough, guess, some, none, none, nothing, nothing, side, costs)
    return proven_minutes(problem, prices, costs)

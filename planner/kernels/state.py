"""The search's arrays, and the smallest steps on them: what a member charges, taking a household, giving it up.

Every amount is in tenths of a minute. A member's households stand in one run of rows, in no order, with all that a
look at them needs; a move reads the runs of two or three members and little else.
"""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none, reportIncompatibleMethodOverride=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.kernels.draw import Word, step
from planner.problem import Bools, Floats, Ints, Ints32

# Columns of `home`: what a household is. TIES and AVOIDS are 1 where it has any; CURRENT −1: a change is no move.
BUILDING, VISITS, SERVICE, ORANGE, FIXED, CURRENT, TIES, AVOIDS = range(8)
# Entries of `total`: cost of the plan without what is the same for all plans, of the best one, price of a move.
COST, BEST_COST, PRICE = range(3)
# Entries of `tally`: moves tried and done, households away from their current member, most of these allowed (−1: all).
TRIED, DONE, AWAY, AWAY_LIMIT = range(4)
# Columns of `leg`: one group of households that passes from a member to another.
FROM, TO, PLACE, SIZE, MOST_MOVED, MOST_LEFT, SERVED, ORANGES, GAIN, AWAY_MORE, NEW_LOAD = range(11)
MOST_LEGS, MOST_IN_LEG = 3, 64


class Given(NamedTuple):
    """What a search does not change."""

    home: Ints32  # (H, 8)
    tie_start: Ints32  # (H + 1,)
    tie_member: Ints32
    tie_value: Ints
    avoid_start: Ints32  # (H + 1,)
    avoid_member: Ints32
    walk: Ints32  # (M, B) there and back; −1: not to be reached
    senior: Bools  # (M,)
    low: Ints32  # (M,)
    high: Ints32  # (M,)
    line: Floats  # (M, 1 + K): workloads below the first and above the others are charged
    slope: Floats  # (1 + K,)
    start: Ints  # (M + 1,) a member's rows
    door_start: Ints  # (B + 1,) a building's households in `door`
    door: Ints32
    near: Ints32  # (B, N) buildings with households near each building
    heavy: Ints32  # households that cost much wherever they go, ascending
    heavy_start: Ints  # (H + 1,) how many of them are before each household
    orange_limit: int
    building_tenths: int
    churn_tenths: int


class State(NamedTuple):
    """A plan in the making, the best one so far, and room to work in."""

    owner: Ints32  # (H,)
    place: Ints32  # (H,) its row
    who: Ints32  # (rows,) household
    where: Ints32  # (rows,) its building
    often: Ints32  # (rows,) its visits
    held: Ints32  # (M,) households
    orange: Ints32  # (M,) orange ones among them
    load: Ints  # (M,)
    charge: Floats  # (M,) balance and ceiling of the load
    best: Ints32  # (H,)
    total: Floats  # (3,)
    tally: Ints  # (4,)
    word: Word  # (1,)
    leg: Ints  # (MOST_LEGS + 1, 11)
    group: Ints  # (MOST_LEGS, MOST_IN_LEG) the households of each leg
    new_charge: Floats  # (MOST_LEGS + 1,)


@step
def charge_of(given: Given, m: int, load: int) -> float:
    """Balance and ceiling of member m at this workload."""
    charged = given.slope[0] * max(0.0, given.line[m, 0] - load)
    for k in range(1, len(given.slope)):
        charged += given.slope[k] * max(0.0, load - given.line[m, k])
    return charged


@step
def trips_of(given: Given, state: State, m: int, b: int) -> int:
    """n(m,b): the most visits among m's households in b, 0 if none."""
    first, count = given.start[m], state.held[m]
    where, often = state.where[first : first + count], state.often[first : first + count]
    here, most = np.int32(b), np.int32(0)
    for i in range(count):
        most = max(most, often[i] if where[i] == here else np.int32(0))
    return np.int64(most)


@step
def tie_of(given: Given, m: int, h: int) -> int:
    """Minutes of ties and wishes between m and h."""
    for i in range(given.tie_start[h], given.tie_start[h + 1]):
        if given.tie_member[i] == m:
            return given.tie_value[i]
    return np.int64(0)


@step
def put(given: Given, state: State, h: int, m: int) -> None:
    """Give h, which nobody has, to m; his load and charge are the caller's."""
    row = given.start[m] + state.held[m]
    state.owner[h] = m
    state.place[h] = row
    state.who[row] = h
    state.where[row] = given.home[h, BUILDING]
    state.often[row] = given.home[h, VISITS]
    state.held[m] += 1
    state.orange[m] += given.home[h, ORANGE]


@step
def drop(given: Given, state: State, h: int) -> None:
    """Take h from its member; the last of his rows moves into the gap."""
    m, row = state.owner[h], state.place[h]
    state.held[m] -= 1
    state.orange[m] -= given.home[h, ORANGE]
    last = given.start[m] + state.held[m]
    if row != last:
        moved = state.who[last]
        state.who[row] = moved
        state.where[row] = state.where[last]
        state.often[row] = state.often[last]
        state.place[moved] = row


@step
def member_cost(given: Given, state: State, m: int) -> float:
    """What m adds to the cost, counted anew from his rows; sets his load and charge."""
    cost, load = 0.0, 0
    first, last = given.start[m], given.start[m] + state.held[m]
    for i in range(first, last):
        h, b = np.int64(state.who[i]), state.where[i]
        load += given.home[h, SERVICE]
        cost -= tie_of(given, m, h)
        earlier = False
        for j in range(first, i):
            earlier |= state.where[j] == b
        if not earlier:
            walked = trips_of(given, state, m, b) * given.walk[m, b]
            load += walked
            cost += walked + given.building_tenths
        if given.home[h, CURRENT] >= 0 and given.home[h, CURRENT] != m:
            cost += given.churn_tenths
            state.tally[AWAY] += 1
    state.load[m] = load
    state.charge[m] = charge_of(given, m, load)
    return cost + state.charge[m]


@step
def keep_better(state: State) -> None:
    """Remember the plan if it is the best so far and within the limit of moves."""
    limit = state.tally[AWAY_LIMIT]
    if state.total[COST] >= state.total[BEST_COST] - 1e-3 or (limit >= 0 and state.tally[AWAY] > limit):
        return
    state.total[BEST_COST] = state.total[COST]
    for h in range(len(state.owner)):
        state.best[h] = state.owner[h]

"""Simulated annealing over assignments, compiled: moves of groups between two or three members, with exact differences.

A move is drawn, the members that it touches are costed as they would be, and it is done or dropped (Kirkpatrick,
Gelatt & Vecchi 1983). Hard rules are never broken on the way; the limit of moves is a price while searching.

    cost(m)  = Σ_b n(m,b)·t(m,b) + building_tenths·#{b} + charge(m, L_m)       over the households that m holds
    total    = Σ_m cost(m) + Σ_h pair(owner(h), h)

Everything is in tenths of a minute. A group is some of a member's households in one building. One draw:

    1. a household h, its member a, a group of a's in h's building; a member b who might take it
    2. nothing more (shift), or a group of b's goes to a (swap), or to a third member c (chain), and perhaps one of c's
       to a (cycle)

The slow twin in the tests costs the whole plan before and after.
"""

# pyright: reportUnknownMemberType=none, reportUntypedFunctionDecorator=none, reportUnknownVariableType=none
# pyright: reportUnknownArgumentType=none, reportUnknownParameterType=none, reportMissingParameterType=none

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from planner.problem import Bools, Floats, Ints, Ints32

# Nothing here makes an array, so numba need not count references: counting those of the tuples below at every call
# took four fifths of the time of a move.
kernel = njit(cache=True, nogil=True, _nrt=False)

# Entries of State.total and State.tally.
COST, MOVED = 0, 1
TRIED, DONE = 0, 1
MOST_IN_GROUP = 64  # households that one group may hold; larger groups move in parts
STEPS = 3  # groups of one move at most

SINGLE_SHARE, WHOLE_SHARE = 0.42, 0.40  # of groups; the rest are parts of a building
NEAR_SHARE = 0.45  # of the takers: who serves a door nearby; the rest come from the household's candidates
SHIFT_SHARE, SWAP_SHARE, CHAIN_SHARE = 0.35, 0.35, 0.18  # the rest are cycles


# Columns of Given.home: all that a move asks of a household stands in one cache line.
BUILDING, VISITS, SERVICE, ORANGE, FIXED, CURRENT, BEST_TIE, TIE_FROM, TIE_TO, AVOID_FROM, AVOID_TO = range(11)
HOME_COLUMNS = 16
# Columns of State.held: a household of a member with all that costing the member needs.
WHO, WHERE, OFTEN, SERVED, WALK = range(5)
USED_COLUMNS, HELD_COLUMNS = 5, 8


class Given(NamedTuple):
    """What a search does not change. CURRENT −1: a change is no move; FIXED: pinned, never moved."""

    home: Ints32  # (H, HOME_COLUMNS)
    tie_member: Ints32
    tie_value: Ints
    avoid_member: Ints32
    walk: Ints32  # (M, B)
    reachable: Bools  # (M, B)
    senior: Bools  # (M,)
    low: Ints32  # (M,)
    high: Ints32  # (M,)
    orange_limit: int
    building_tenths: int
    churn_tenths: int
    below: Floats  # (M,)
    below_slope: float
    kink: Floats  # (M, K)
    slope: Floats  # (K,)
    start: Ints  # (M + 1,) where a member's run in `held` begins
    door_start: Ints  # (B + 1,) the households of a building, in `door`
    door: Ints32
    near: Ints32  # (B, N) the nearest buildings with households, itself first


class State(NamedTuple):
    """A plan in the making."""

    owner: Ints32  # (H,)
    held: Ints32  # (R, HELD_COLUMNS) runs of rows by member, in no order
    count: Ints32  # (M,)
    oranges: Ints32  # (M,)
    cost: Floats  # (M,)
    total: Floats  # (2,) COST without the price of moves, MOVED
    tally: Ints  # (2,)
    word: np.ndarray[tuple[int], np.dtype[np.uint64]]  # (1,) of the random draws


class Scratch(NamedTuple):
    """Room to work in."""

    groups: Ints32  # (STEPS, MOST_IN_GROUP)
    size: Ints32  # (STEPS,)
    giver: Ints32  # (STEPS,)
    taker: Ints32  # (STEPS,)
    rows: Ints32  # (2 · STEPS, R, HELD_COLUMNS) what a touched member would hold
    touched: Ints32  # (2 · STEPS,) members
    fresh: Floats  # (2 · STEPS,) their cost after the move
    trips: Ints  # (R, 3) building, visits, walk while costing


@kernel
def draw(word):
    """A number in [0, 1) (xorshift64*, Vigna 2016)."""
    x = word[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    word[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def member_cost(given, m, rows, count, trips):
    """cost(m) if m held these households."""
    load = 0
    distinct = 0
    for i in range(count):
        load += rows[i, SERVED]
        b = rows[i, WHERE]
        found = False
        for j in range(distinct):
            if trips[j, 0] == b:
                trips[j, 1] = max(trips[j, 1], rows[i, OFTEN])
                found = True
                break
        if not found:
            trips[distinct, 0] = b
            trips[distinct, 1] = rows[i, OFTEN]
            trips[distinct, 2] = rows[i, WALK]
            distinct += 1
    walked = 0
    for j in range(distinct):
        walked += trips[j, 1] * trips[j, 2]
    load += walked
    charged = given.below_slope * max(0.0, given.below[m] - load)
    for k in range(given.slope.shape[0]):
        charged += given.slope[k] * max(0.0, load - given.kink[m, k])
    return walked + given.building_tenths * distinct + charged


@kernel
def pair_cost(given, m, h):
    """Ties and wishes missed, and churn, if m had h."""
    home = given.home[h]
    missed = np.int64(home[BEST_TIE])
    for i in range(home[TIE_FROM], home[TIE_TO]):
        if given.tie_member[i] == m:
            missed -= given.tie_value[i]
            break
    if home[CURRENT] >= 0 and home[CURRENT] != m:
        missed += given.churn_tenths
    return missed


@kernel
def may_take(given, m, h):
    """Whether (m, h) is permitted, for a household without a pin."""
    home = given.home[h]
    if not given.reachable[m, home[BUILDING]] or (home[ORANGE] and not given.senior[m]):
        return False
    for i in range(home[AVOID_FROM], home[AVOID_TO]):  # noqa: SIM110 (no generators in compiled code)
        if given.avoid_member[i] == m:
            return False
    return True


@kernel
def write_row(given, m, h, row):
    """The row of `held` for household h with member m."""
    home = given.home[h]
    row[WHO] = h
    row[WHERE] = home[BUILDING]
    row[OFTEN] = home[VISITS]
    row[SERVED] = home[SERVICE]
    row[WALK] = given.walk[m, home[BUILDING]]


@kernel
def fill_group(given, state, scratch, step, h):
    """The group of step `step`: h and perhaps others of its member in its building."""
    m = state.owner[h]
    b = given.home[h, BUILDING]
    scratch.groups[step, 0] = h
    size = 1
    kind = draw(state.word)
    if kind > SINGLE_SHARE:
        part = 1.0 if kind < SINGLE_SHARE + WHOLE_SHARE else 0.2 + 0.7 * draw(state.word)
        start = given.start[m]
        for i in range(start, start + state.count[m]):
            other = state.held[i, WHO]
            if state.held[i, WHERE] != b or other == h or given.home[other, FIXED] or size == MOST_IN_GROUP:
                continue
            if part == 1.0 or draw(state.word) < part:
                scratch.groups[step, size] = other
                size += 1
    scratch.size[step] = size
    scratch.giver[step] = m


@kernel
def someone_near(given, state, h):
    """Who serves a random door in a building near h's."""
    b = given.home[h, BUILDING]
    spot = draw(state.word)
    near = given.near[b, int(spot * spot * given.near.shape[1])]
    first, last = given.door_start[near], given.door_start[near + 1]
    return state.owner[given.door[first + int(draw(state.word) * (last - first))]]


@kernel
def some_taker(given, state, candidate_start, candidate, h):
    """A member who might take h."""
    first, last = candidate_start[h], candidate_start[h + 1]
    if last == first or draw(state.word) < NEAR_SHARE:
        return someone_near(given, state, h)
    spot = draw(state.word)
    return candidate[first + int(spot * spot * (last - first))]


@kernel
def some_held(given, state, m):
    """A random household of m, or −1 where he has none that may move."""
    if state.count[m] == 0:
        return -1
    h = state.held[given.start[m] + int(draw(state.word) * state.count[m]), WHO]
    return -1 if given.home[h, FIXED] else h


@kernel
def propose(given, state, scratch, candidate_start, candidate):
    """Draw a move into `scratch`; how many groups it has, 0 when the draw gave none."""
    h = int(draw(state.word) * given.home.shape[0])
    if given.home[h, FIXED]:
        return 0
    fill_group(given, state, scratch, 0, h)
    a = scratch.giver[0]
    b = some_taker(given, state, candidate_start, candidate, h)
    if a == b:
        return 0
    scratch.taker[0] = b
    kind = draw(state.word)
    full = state.count[b] + scratch.size[0] > given.high[b]
    if kind < SHIFT_SHARE and not full:
        return 1
    g = some_held(given, state, b)
    if g < 0:
        return 0
    fill_group(given, state, scratch, 1, g)
    if kind < SHIFT_SHARE + SWAP_SHARE:
        scratch.taker[1] = a
        return 2
    c = some_taker(given, state, candidate_start, candidate, g)
    if c == b:
        return 0
    scratch.taker[1] = c
    if c == a or kind < SHIFT_SHARE + SWAP_SHARE + CHAIN_SHARE:
        return 2
    f = some_held(given, state, c)
    if f < 0:
        return 0
    fill_group(given, state, scratch, 2, f)
    scratch.taker[2] = a
    return 3


@kernel
def difference(given, state, scratch, steps, touched, fresh, price):
    """What the move changes the total by, price of moves included; infinity when it breaks a hard rule.

    `touched` gets the members, `fresh` their cost after it, `scratch.rows` what they would hold.
    """
    members = 0
    change = 0.0
    for s in range(steps):
        for m in (scratch.giver[s], scratch.taker[s]):
            known = False
            for t in range(members):
                known = known or touched[t] == m
            if not known:
                touched[members] = m
                members += 1
        to = scratch.taker[s]
        for i in range(scratch.size[s]):
            h = scratch.groups[s, i]
            if not may_take(given, to, h):
                return np.inf, members
            change += pair_cost(given, to, h) - pair_cost(given, scratch.giver[s], h)
            today = given.home[h, CURRENT]
            if price > 0.0 and today >= 0:
                change += price * (int(to != today) - int(scratch.giver[s] != today))
    for t in range(members):
        m = touched[t]
        count = 0
        orange = state.oranges[m]
        start = given.start[m]
        for i in range(start, start + state.count[m]):
            for column in range(USED_COLUMNS):
                scratch.rows[t, count, column] = state.held[i, column]
            count += 1
        for s in range(steps):
            if scratch.giver[s] == m:
                for i in range(scratch.size[s]):
                    h = scratch.groups[s, i]
                    orange -= given.home[h, ORANGE]
                    for j in range(count):
                        if scratch.rows[t, j, WHO] == h:
                            count -= 1
                            for column in range(USED_COLUMNS):
                                scratch.rows[t, j, column] = scratch.rows[t, count, column]
                            break
        for s in range(steps):
            if scratch.taker[s] == m:
                if count + scratch.size[s] > given.high[m]:
                    return np.inf, members
                for i in range(scratch.size[s]):
                    h = scratch.groups[s, i]
                    orange += given.home[h, ORANGE]
                    write_row(given, m, h, scratch.rows[t, count])
                    count += 1
        if count < given.low[m] or (orange > given.orange_limit and orange > state.oranges[m]):
            return np.inf, members
        scratch.size[STEPS + t] = count
        fresh[t] = member_cost(given, m, scratch.rows[t], count, scratch.trips)
        change += fresh[t] - state.cost[m]
    return change, members


@kernel
def do_move(given, state, scratch, steps, touched, members, fresh):
    """Put the move into the plan."""
    for s in range(steps):
        a, b = scratch.giver[s], scratch.taker[s]
        for i in range(scratch.size[s]):
            h = scratch.groups[s, i]
            state.owner[h] = b
            state.total[COST] += pair_cost(given, b, h) - pair_cost(given, a, h)
            today = given.home[h, CURRENT]
            if today >= 0:
                state.total[MOVED] += int(b != today) - int(a != today)
            if given.home[h, ORANGE]:
                state.oranges[a] -= 1
                state.oranges[b] += 1
    for t in range(members):
        m = touched[t]
        state.total[COST] += fresh[t] - state.cost[m]
        state.cost[m] = fresh[t]
        state.count[m] = scratch.size[STEPS + t]
        start = given.start[m]
        for i in range(state.count[m]):
            for column in range(USED_COLUMNS):
                state.held[start + i, column] = scratch.rows[t, i, column]


@kernel
def anneal(
    given: Given,
    state: State,
    scratch: Scratch,
    candidate_start: Ints,
    candidate: Ints32,
    moves: int,
    hot: float,
    cold: float,
    price: float,
) -> None:
    """Try `moves` moves while the temperature falls from `hot` to `cold`; `price` is a move's. Both in tenths."""
    touched, fresh = scratch.touched, scratch.fresh
    temperature = hot
    for tried in range(moves):
        if tried % 1000 == 0 and hot > 0.0:
            temperature = hot * (cold / hot) ** (tried / moves)
        steps = propose(given, state, scratch, candidate_start, candidate)
        if steps == 0:
            continue
        change, members = difference(given, state, scratch, steps, touched, fresh, price)
        if change == np.inf:
            continue
        if change <= 0.0 or draw(state.word) < np.exp(-change / max(temperature, 1e-9)):
            do_move(given, state, scratch, steps, touched, members, fresh)
            state.tally[DONE] += 1
    state.tally[TRIED] += moves


@kernel
def cost_all(given: Given, state: State, scratch: Scratch) -> None:
    """Fill cost and totals anew from the owners: what every difference is measured against."""
    state.total[:] = 0.0
    for h in range(given.home.shape[0]):
        state.total[COST] += pair_cost(given, state.owner[h], h)
        today = given.home[h, CURRENT]
        state.total[MOVED] += int(today >= 0 and state.owner[h] != today)
    for m in range(given.low.shape[0]):
        rows = state.held[given.start[m] : given.start[m] + state.count[m]]
        for i in range(state.count[m]):
            write_row(given, m, rows[i, WHO], rows[i])
        state.cost[m] = member_cost(given, m, rows, state.count[m], scratch.trips)
        state.total[COST] += state.cost[m]

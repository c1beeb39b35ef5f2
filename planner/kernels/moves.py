"""Draws a move: which households, to which members, as a path or a ring of legs.

shift     a group goes to a member who might want it; a swap where he is full or the giver has too few
swap      and a group of his goes back
chain     and a group of his goes to a third member, perhaps one of whose goes to the first
"""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

import numpy as np

from planner.kernels.draw import below, chance, step
from planner.kernels.legs import ALL, ONE, PART, take
from planner.kernels.state import BUILDING, FIXED, MOST_IN_LEG, TIES, Given, State, trips_of
from planner.problem import Ints, Ints32

# How often each kind is drawn, of 1000: the rest are chains of groups.
SHIFT, SWAP, GROUP_SHIFT, GROUP_SWAP, CHAIN = 120, 340, 540, 740, 850
PART_SHARE = 50  # of the groups are parts of what a member has in a building, percent
SAME_BUILDING, CANDIDATES = 40, 90  # percent of takers: serve the building already; are candidates; the rest serve near
PARTNERS = 3  # households looked at for the one to give back
RING_SHARE = 20  # of the chains end where they began, percent


@step
def taker_of(given: Given, state: State, candidate_start: Ints, candidate: Ints32, h: int) -> int:
    """A member who might take h; its own when the draw gave none."""
    own, b = np.int64(state.owner[h]), given.home[h, BUILDING]
    manner = below(state.word, 100)
    if manner < SAME_BUILDING:
        m = resident(given, state, b)
        if m != own:
            return m
    elif manner >= CANDIDATES:
        return resident(given, state, given.near[b, below(state.word, given.near.shape[1])])
    first, count = candidate_start[h], candidate_start[h + 1] - candidate_start[h]
    return own if count == 0 else np.int64(candidate[first + below(state.word, count)])


@step
def resident(given: Given, state: State, b: int) -> int:
    """The member of a random household of building b, which has some."""
    first, count = given.door_start[b], given.door_start[b + 1] - given.door_start[b]
    return np.int64(state.owner[given.door[first + below(state.word, count)]])


@step
def partner_of(given: Given, state: State, giver: int, to: int) -> int:
    """The household of `giver` that suits `to` best by walking and ties, of a few draws; −1 for none."""
    best, least, count = np.int64(-1), np.inf, state.held[giver]
    for _ in range(PARTNERS if count > 0 else 0):
        row = given.start[giver] + below(state.word, count)
        h, b, visits = np.int64(state.who[row]), state.where[row], state.often[row]
        if given.home[h, FIXED] or given.walk[to, b] < 0:
            continue
        there = trips_of(given, state, to, b)
        cost = max(0, visits - there) * given.walk[to, b] - np.int64(visits) * given.walk[giver, b]
        if there == 0:
            cost += given.building_tenths
        if given.home[h, TIES]:
            for k in range(given.tie_start[h], given.tie_start[h + 1]):
                if given.tie_member[k] == giver:
                    cost += given.tie_value[k]
                elif given.tie_member[k] == to:
                    cost -= given.tie_value[k]
        if cost < least:
            best, least = h, np.float64(cost)
    return best


@step
def some_way(state: State) -> int:
    """A whole group or a part."""
    return PART if chance(state.word, PART_SHARE) else ALL


@step
def give_back(given: Given, state: State, a: int, b: int, size: int, groups: bool) -> bool:
    """Leg 1 of a swap, from b to a, as large as the bounds of both ask for."""
    h = partner_of(given, state, b, a)
    if h < 0:
        return False
    least = max(state.held[b] + size - given.high[b], given.low[a] - (state.held[a] - size))
    most = min(given.high[a] - (state.held[a] - size), state.held[b] + size - given.low[b])
    how = some_way(state) if groups and least <= 1 else (ALL if groups else ONE)
    back = take(given, state, 1, h, a, how, most)
    return back > 0 and back >= least


@step
def chain_on(
    given: Given, state: State, candidate_start: Ints, candidate: Ints32, a: int, b: int, size: int, groups: bool
) -> int:
    """Leg 1 from b to a third member, and perhaps leg 2 from there to a; how many legs, negative for a ring."""
    if state.held[b] == 0:
        return 0
    h = np.int64(state.who[given.start[b] + below(state.word, state.held[b])])
    c = taker_of(given, state, candidate_start, candidate, h)
    how = some_way(state) if groups else ONE
    onward = take(given, state, 1, h, c, how, state.held[b] + size - given.low[b])
    if onward == 0 or state.held[b] + size - onward > given.high[b]:
        return 0
    if c == a:
        return -2
    full = state.held[c] + onward > given.high[c] or state.held[a] - size < given.low[a]
    if not full and not chance(state.word, RING_SHARE):
        return 2
    last = partner_of(given, state, c, a)
    if last < 0:
        return 0
    room = given.high[a] - (state.held[a] - size)
    return -3 if take(given, state, 2, last, a, ALL if groups else ONE, room) > 0 else 0


@step
def propose(given: Given, state: State, candidate_start: Ints, candidate: Ints32, h: int) -> int:
    """A move of h and perhaps others: how many legs were made, negative for a ring, 0 for none."""
    if given.home[h, FIXED]:
        return 0
    kind = below(state.word, 1000)
    groups = kind >= SWAP and (kind < GROUP_SWAP or kind >= CHAIN)
    a, b = np.int64(state.owner[h]), taker_of(given, state, candidate_start, candidate, h)
    size = take(given, state, 0, h, b, some_way(state) if groups else ONE, min(state.held[a], MOST_IN_LEG))
    if size == 0:
        return 0
    if kind >= GROUP_SWAP:
        return chain_on(given, state, candidate_start, candidate, a, b, size, groups)
    shift = kind < SHIFT or (groups and kind < GROUP_SHIFT)
    if shift and state.held[b] + size <= given.high[b] and state.held[a] - size >= given.low[a]:
        return 1
    return -2 if give_back(given, state, a, b, size, groups) else 0

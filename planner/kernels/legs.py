"""Legs: groups of households that pass from one member to another, and what a path or a ring of them changes.

Leg i goes from member i to member i + 1; in a ring the last one goes to member 0. Member i gives group i and gets
group i − 1, each from one building, so with v⁺ the most visits of a group, v⁻ the most of what stays there

    n(m, b of what he gives)   max(v⁺, v⁻)  →  v⁻, or max(v⁻, v⁺ of what he gets) if that is in b too
    n(m, b of what he gets)    n            →  max(n, v⁺)

and his load, his charge and the number of his buildings follow. Nothing is done to the plan before `commit`.
"""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

import numpy as np

from planner.kernels.draw import below, step
from planner.kernels.state import (
    AVOIDS,
    AWAY,
    AWAY_MORE,
    BUILDING,
    COST,
    CURRENT,
    FIXED,
    FROM,
    GAIN,
    MOST_IN_LEG,
    MOST_LEFT,
    MOST_MOVED,
    NEW_LOAD,
    ORANGE,
    ORANGES,
    PLACE,
    PRICE,
    SERVED,
    SERVICE,
    SIZE,
    TIES,
    TO,
    VISITS,
    Given,
    State,
    charge_of,
    drop,
    put,
    trips_of,
)

ONE, PART, ALL = range(3)  # of the member's households in the building
NO_WAY = 1e300  # what a move that breaks a hard rule costs


@step
def may_go(given: Given, h: int, to: int) -> bool:
    """Whether h may leave its member for this one, as far as the household alone decides: not where he can walk."""
    if given.home[h, FIXED] or (given.home[h, ORANGE] and not given.senior[to]):
        return False
    if given.home[h, AVOIDS]:
        for i in range(given.avoid_start[h], given.avoid_start[h + 1]):
            if given.avoid_member[i] == to:
                return False
    return True


@step
def gather(given: Given, state: State, i: int, h: int, to: int, how: int, most: int) -> int:
    """Fill group i with h and, as `how` says, others of its member and building; returns the most visits that stay."""
    group = state.group[i]
    m, b = np.int64(state.owner[h]), given.home[h, BUILDING]
    first, mine = given.start[m], state.place[h]
    group[0] = h
    count, left = 1, 0
    for row in range(first, first + state.held[m]):
        if state.where[row] == b and row != mine:
            other = np.int64(state.who[row])
            if how != ONE and count < MOST_IN_LEG and may_go(given, other, to):
                group[count] = other
                count += 1
            else:
                left = max(left, np.int64(state.often[row]))
    kept = min(most, count)
    if how == PART and count > 1:
        kept = min(kept, choose_part(given, state, group, count))
    elif kept < count:
        shuffle(state, group, kept, count)
    for j in range(kept, count):
        left = max(left, np.int64(given.home[group[j], VISITS]))
    state.leg[i, SIZE] = kept
    return left


@step
def shuffle(state: State, group: np.ndarray, kept: int, count: int) -> None:
    """Any of the group may be among the first `kept`; the very first stays."""
    for j in range(1, kept):
        k = j + below(state.word, count - j)
        group[j], group[k] = group[k], group[j]


@step
def choose_part(given: Given, state: State, group: np.ndarray, count: int) -> int:
    """Some of the group to the front: any, or those as often visited as the first and more, or and less; how many."""
    manner, visits, kept = below(state.word, 3), given.home[group[0], VISITS], 1
    if manner == 0:
        kept += below(state.word, count)
        shuffle(state, group, kept, count)
        return kept
    for j in range(1, count):
        v = given.home[group[j], VISITS]
        if (manner == 1 and v >= visits) or (manner == 2 and v <= visits):
            group[j], group[kept] = group[kept], group[j]
            kept += 1
    return kept


@step
def take(given: Given, state: State, i: int, h: int, to: int, how: int, most: int) -> int:
    """Make leg i: h, perhaps with others, at most so many, to member `to`. Returns how many go, 0 when h may not."""
    m, b = np.int64(state.owner[h]), np.int64(given.home[h, BUILDING])
    if to == m or most <= 0 or given.walk[to, b] < 0 or not may_go(given, h, to):
        return 0
    leg = state.leg[i]
    leg[MOST_LEFT] = gather(given, state, i, h, to, how, most)
    moved, served, oranges, gain, away = 0, 0, 0, 0, 0
    for j in range(leg[SIZE]):
        x = state.group[i, j]
        moved = max(moved, np.int64(given.home[x, VISITS]))
        served += given.home[x, SERVICE]
        oranges += given.home[x, ORANGE]
        if given.home[x, TIES]:
            for k in range(given.tie_start[x], given.tie_start[x + 1]):
                if given.tie_member[k] == m:
                    gain -= given.tie_value[k]
                elif given.tie_member[k] == to:
                    gain += given.tie_value[k]
        away += given.home[x, CURRENT] == m
        away -= given.home[x, CURRENT] == to
    leg[FROM], leg[TO], leg[PLACE] = m, to, b
    leg[MOST_MOVED], leg[SERVED], leg[ORANGES], leg[GAIN], leg[AWAY_MORE] = moved, served, oranges, gain, away
    return leg[SIZE]


@step
def difference(given: Given, state: State, legs: int, ring: bool) -> float:
    """What the legs change the cost by, the price of moves included; NO_WAY when a hard rule of a member breaks.

    Fills `new_charge` and NEW_LOAD of the members.
    """
    leg, change = state.leg, 0.0
    for i in range(legs if ring else legs + 1):
        gives = i < legs
        gets = i > 0 or ring
        got = i - 1 if i > 0 else legs - 1
        m = leg[i, FROM] if gives else leg[got, TO]
        count, more, served, walked, buildings = np.int64(state.held[m]), 0, 0, 0, 0
        if gives:
            b, stays = leg[i, PLACE], leg[i, MOST_LEFT]
            count -= leg[i, SIZE]
            more -= leg[i, ORANGES]
            served -= leg[i, SERVED]
            now = max(stays, leg[i, MOST_MOVED])
            then = max(stays, leg[got, MOST_MOVED]) if gets and leg[got, PLACE] == b else stays
            walked += (then - now) * given.walk[m, b]
            buildings -= then == 0
        if gets:
            b = leg[got, PLACE]
            count += leg[got, SIZE]
            more += leg[got, ORANGES]
            served += leg[got, SERVED]
            if not gives or leg[i, PLACE] != b:
                now = trips_of(given, state, m, b)
                walked += max(0, leg[got, MOST_MOVED] - now) * given.walk[m, b]
                buildings += now == 0
        if count < given.low[m] or count > given.high[m] or (more > 0 and state.orange[m] + more > given.orange_limit):
            return NO_WAY
        load = state.load[m] + served + walked
        charge = charge_of(given, m, load)
        state.new_charge[i] = charge
        leg[i, NEW_LOAD] = load
        change += walked + buildings * given.building_tenths + charge - state.charge[m]
    for i in range(legs):
        change += (given.churn_tenths + state.total[PRICE]) * leg[i, AWAY_MORE] - leg[i, GAIN]
    return change


@step
def commit(given: Given, state: State, legs: int, ring: bool, change: float) -> None:
    """Do what `difference` has costed."""
    leg = state.leg
    for i in range(legs if ring else legs + 1):
        m = leg[i, FROM] if i < legs else leg[i - 1, TO]
        state.load[m] = leg[i, NEW_LOAD]
        state.charge[m] = state.new_charge[i]
    away = 0
    for i in range(legs):
        away += leg[i, AWAY_MORE]
        for j in range(leg[i, SIZE]):
            drop(given, state, state.group[i, j])
    for i in range(legs):
        for j in range(leg[i, SIZE]):
            put(given, state, state.group[i, j], leg[i, TO])
    state.total[COST] += change - state.total[PRICE] * away
    state.tally[AWAY] += away

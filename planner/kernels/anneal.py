"""Simulated annealing over assignments, compiled (Kirkpatrick, Gelatt & Vecchi 1983).

A move that changes the cost by d is done when d ≤ −T·ln u for u drawn from (0, 1). Hard rules are never broken on the
way; a limit of moves is a price while searching. The households of a move come from a window of neighbours that
wanders over the county, so that what a move looks at is in the processor's cache: three times as many moves a second.
"""

# pyright: reportUntypedFunctionDecorator=none, reportCallIssue=none

from __future__ import annotations

import numpy as np
from numba import njit

from planner.kernels.draw import below, unit
from planner.kernels.legs import commit, difference
from planner.kernels.moves import propose
from planner.kernels.state import AWAY, BEST_COST, COST, DONE, TRIED, Given, State, keep_better, member_cost, put
from planner.problem import Ints, Ints32

WINDOW = 512  # households
MOVES_A_WINDOW = 2048


@njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
def lay_out(given: Given, state: State, assignment: Ints32) -> None:
    """Fill the state from an assignment (H,) that keeps every hard rule but perhaps the limit of moves."""
    for m in range(len(given.low)):
        state.held[m] = 0
        state.orange[m] = 0
    for h in range(len(assignment)):
        put(given, state, h, assignment[h])
    recount(given, state)
    state.total[BEST_COST] = np.inf
    keep_better(state)


@njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
def recount(given: Given, state: State) -> None:
    """Loads, charges, cost and moves anew from the rows."""
    state.tally[AWAY] = 0
    cost = 0.0
    for m in range(len(given.low)):
        cost += member_cost(given, state, m)
    state.total[COST] = cost


@njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
def anneal(
    given: Given, state: State, candidate_start: Ints, candidate: Ints32, moves: int, hot: float, cold: float
) -> None:
    """Try `moves` moves while the temperature (tenths of a minute) falls from `hot` to `cold`.

    Household h's members to try are candidate[candidate_start[h] : candidate_start[h + 1]].
    """
    homes = len(state.owner)
    size, first, temperature = min(homes, WINDOW), 0, hot
    recount(given, state)  # differences added up millions of times drift
    for tried in range(moves):
        if tried % MOVES_A_WINDOW == 0:
            keep_better(state)
            first = below(state.word, homes)
            temperature = hot * (cold / hot) ** (tried / moves)
        h = first + below(state.word, size)
        legs = propose(given, state, candidate_start, candidate, h if h < homes else h - homes)
        if legs == 0:
            continue
        change = difference(given, state, abs(legs), legs < 0)
        if change <= -temperature * np.log(unit(state.word)):
            commit(given, state, abs(legs), legs < 0, change)
            state.tally[DONE] += 1
    state.tally[TRIED] += moves
    keep_better(state)

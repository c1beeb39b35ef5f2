"""Rebalancing: from the plan in force to a better one that moves few households, each move at a price.

A limit inside the search would only lock it. The plan with the fewest moves is the start; households that must change
are settled while the others stay; then a move costs so much that none pays, and the price falls until as many pay as
are allowed (Everett 1963, generalised Lagrange multipliers). The temperature stays low: a hot search would melt the
plan in force and spend all its time on finding it again.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from planner.candidates import candidates_of, nearest_members
from planner.flow import first_plan
from planner.kernels.anneal import anneal
from planner.kernels.state import AWAY, PRICE
from planner.problem import NO_PIN, Ints32, Problem
from planner.search import Search, temperature
from planner.terms import moves_of, terms_of

SETTLING_MOVES, SETTLING_MOST, SETTLING_STEPS = 400, 10_000_000, 10  # a household; in all; of the temperature
SETTLING_HOT, SETTLING_COLD = 100.0, 1.0  # tenths
WITH_ROOM = 64  # members that a household is tried with while it is settled
HIGH_PRICE, LEAST_PRICE, MOST_PRICE = 1e4, 0.1, 1e7  # tenths a move
GAIN, FALL, RISE = 120.0, 12.0, 24.0  # of the logarithm of the price in a whole run: by excess; at most
SMALL_LIMIT = 20  # an excess is a share of the limit, of this at least
PIECES, LEAST_PIECE = 8, 2000  # the price follows so many times a chunk; moves
HOT, HOTTEST, MELTING_SHARE = 50.0, 8000.0, 0.35  # tenths for few moves, for many, and how many those are


def all_stay(problem: Problem, assignment: Ints32) -> Problem:
    """The same where the households that `assignment` leaves with their current member are pinned to him."""
    stay = (problem.current >= 0) & (problem.current == assignment)
    return replace(problem, pin=np.where(stay, problem.current, problem.pin).astype(np.int32), max_moves=-1)


def without_choice(problem: Problem) -> Problem:
    """The same problem where a limit that decides for itself is written as pins, or is left out.

    With no moves allowed whoever can stay must; as many moves as households that can stay are no limit.
    """
    if problem.max_moves == 0:
        return all_stay(problem, problem.current)
    if problem.max_moves >= int((problem.current >= 0).sum()):
        return replace(problem, max_moves=-1)
    return problem


def search_beside_stayers(fixed: Problem, assignment: Ints32, seed: int) -> Search:
    """A search where nearly all are pinned, with many members to try for the others: those near are often full."""
    search = Search(fixed, assignment, seed)
    here = search.sorted.problem
    stayers = np.bincount(here.pin[here.pin != NO_PIN], minlength=here.members)
    with_room = replace(here, reachable=here.reachable & (stayers < here.high)[:, None])
    plain, senior = (nearest_members(with_room, WITH_ROOM, senior_only=only) for only in (False, True))
    more = np.where(here.orange[:, None], senior[here.building], plain[here.building])
    search.candidates = candidates_of(here, np.where((here.pin == NO_PIN)[:, None], more, -1))
    return search


def settled(problem: Problem, assignment: Ints32, seed: int) -> Ints32:
    """(H,) a plan with the same moves or fewer, and good places for the households that do not stay.

    The work is counted, so that the same seed gives the same.
    """
    fixed = all_stay(problem, assignment)
    if not (fixed.pin == NO_PIN).any() or problem.members < 2:
        return assignment
    flown = first_plan(fixed)
    search = search_beside_stayers(fixed, assignment if flown is None else flown, seed)
    moves = min(SETTLING_MOST, SETTLING_MOVES * problem.households) // SETTLING_STEPS
    for step in range(SETTLING_STEPS):
        hot, cold = (SETTLING_HOT * (SETTLING_COLD / SETTLING_HOT) ** (at / SETTLING_STEPS) for at in (step, step + 1))
        anneal(search.given, search.state, *search.candidates, moves, hot, cold)
    better = terms_of(problem, search.best).objective < terms_of(problem, assignment).objective
    kept = problem.max_moves < 0 or moves_of(problem, search.best) <= problem.max_moves
    return search.best if better and kept else assignment


class LimitedSearch(Search):
    """A search for at most `problem.max_moves` moves, from a plan that keeps to them; `best` always does."""

    def __init__(
        self,
        problem: Problem,
        assignment: Ints32,
        seed: int,
        first_price: float = HIGH_PRICE,
        hot: float | None = None,
    ) -> None:
        super().__init__(problem, assignment, seed)
        share = min(1.0, self.limit / (MELTING_SHARE * max(1, problem.households)))
        self.hot = HOT * (HOTTEST / HOT) ** share if hot is None else hot
        self.state.total[PRICE] = first_price

    @property
    def price_tenths(self) -> float:
        """What a move costs at present."""
        return float(self.state.total[PRICE])

    def aim(self) -> tuple[float, Ints32]:
        """What a move costs at present, and the best plan: for a bound beside the search."""
        return self.price_tenths, self.best

    def chunk(self, moves: int, done: float, ahead: float) -> None:
        """Some moves between two shares of the whole run; the price of a move follows how many there are."""
        pieces = min(PIECES, max(1, moves // LEAST_PIECE))
        for i in range(pieces):
            at, to = (done + (ahead - done) * part / pieces for part in (i, i + 1))
            size = moves * (i + 1) // pieces - moves * i // pieces
            anneal(self.given, self.state, *self.candidates, size, self._temperature(at), self._temperature(to))
            excess = (int(self.state.tally[AWAY]) - self.limit) / max(self.limit, SMALL_LIMIT)
            change = (to - at) * max(-FALL, min(RISE, GAIN * excess))
            self.state.total[PRICE] = min(MOST_PRICE, max(LEAST_PRICE, self.price_tenths * math.exp(change)))

    def _temperature(self, done: float) -> float:
        return min(self.hot, temperature(done))

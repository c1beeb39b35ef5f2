"""The search: simulated annealing from a legal plan to a better one, in chunks that can be watched and stopped."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from planner.candidates import candidates_of, near_buildings
from planner.kernels.anneal import (
    COST,
    HELD_COLUMNS,
    HOME_COLUMNS,
    MOST_IN_GROUP,
    MOVED,
    STEPS,
    TRIED,
    WHO,
    Given,
    Scratch,
    State,
    anneal,
    cost_all,
)
from planner.problem import NO_PIN, TENTHS, Floats, Ints32, Problem
from planner.terms import charges_of

HOT, COLD, FROZEN = 80.0, 5.0, 0.5  # temperatures in tenths of a minute (OPTIMIZER.md: 8 min to 0.5 min)
COOLING_SHARE = 0.95  # of the work goes from HOT to COLD, the rest on to FROZEN
CHUNK_SECONDS = 0.15
FIRST_CHUNK, COUNTED_CHUNK = 20_000, 200_000  # moves
FIRST_PRICE, DEARER, CHEAPER = 50.0, 1.25, 0.92  # of a move, tenths, where moves are limited


class Search:
    """One annealing run. `best` is always a legal plan, at first the one it was given."""

    def __init__(self, problem: Problem, assignment: Ints32, seed: int) -> None:
        self.problem = problem
        self.given = _given(problem)
        self.scratch = _scratch(problem)
        self.state = _state(problem, self.given, assignment, seed)
        self.candidates = candidates_of(problem)
        cost_all(self.given, self.state, self.scratch)
        self.best = assignment.copy()
        self.best_tenths = float(self.state.total[COST])
        self.price = FIRST_PRICE if problem.max_moves >= 0 else 0.0

    @property
    def objective_minutes(self) -> float:
        """Of the best plan so far."""
        return self.best_tenths / TENTHS

    @property
    def tried(self) -> int:
        """Moves tried so far."""
        return int(self.state.tally[TRIED])

    def offer_candidates(self, priced: Ints32) -> None:
        """Take members of low reduced cost into the candidates: (H, K), the lowest first."""
        self.candidates = candidates_of(self.problem, priced)

    def offer_prices(self, prices: Floats | None) -> None:
        """Take the bound's prices, (H,) minutes, as a guide."""

    def run_seconds(self, deadline: float, between: Callable[[], bool]) -> None:
        """Anneal until time.monotonic() passes `deadline`, or `between`, asked after each chunk, says stop."""
        begun, moves = time.monotonic(), FIRST_CHUNK
        now = begun
        while now < deadline:
            done = (now - begun) / (deadline - begun)
            ahead = min(1.0, done + CHUNK_SECONDS / (deadline - begun))
            self.chunk(moves, done, ahead)
            before, now = now, time.monotonic()
            moves = max(1000, round(moves * min(4.0, CHUNK_SECONDS / max(1e-3, now - before))))
            if between():
                return

    def run_work(self, work: int, until: int, between: Callable[[], bool]) -> None:
        """Try `work` moves: the same problem, plan and seed give the same result on any machine."""
        while self.tried < until:
            done = self.tried
            moves = min(COUNTED_CHUNK, until - done)
            self.chunk(moves, done / work, (done + moves) / work)
            if between():
                return

    def chunk(self, moves: int, done: float, ahead: float) -> None:
        """Some moves between two shares of the whole run, and a look at what came of them."""
        anneal(
            self.given,
            self.state,
            self.scratch,
            *self.candidates,
            moves,
            temperature(done),
            temperature(ahead),
            self.price,
        )
        moved, limit = int(self.state.total[MOVED]), self.problem.max_moves
        if limit >= 0:
            self.price = min(1e7, max(1.0, self.price * (DEARER if moved > limit else CHEAPER)))
        if self.state.total[COST] < self.best_tenths - 1e-6 and (limit < 0 or moved <= limit):
            cost_all(self.given, self.state, self.scratch)
            self.best_tenths = float(self.state.total[COST])
            self.best = self.state.owner.copy()


def temperature(done: float) -> float:
    """Tenths of a minute after this share of the run: geometric, down to COLD, then to FROZEN."""
    if done < COOLING_SHARE:
        return HOT * (COLD / HOT) ** (done / COOLING_SHARE)
    return COLD * (FROZEN / COLD) ** ((done - COOLING_SHARE) / (1 - COOLING_SHARE))


def _given(problem: Problem) -> Given:
    charges = charges_of(problem)
    rooms = np.minimum(problem.high, problem.households).astype(np.int64)
    order = np.argsort(problem.building, kind="stable").astype(np.int32)
    sizes = np.bincount(problem.building, minlength=problem.buildings)
    return Given(
        home=_homes(problem),
        tie_member=problem.tie_member,
        tie_value=problem.tie_value,
        avoid_member=problem.avoid_member,
        walk=problem.walk,
        reachable=problem.reachable,
        senior=problem.senior,
        low=problem.low,
        high=problem.high,
        orange_limit=problem.orange_limit,
        building_tenths=problem.building_tenths,
        churn_tenths=problem.churn_tenths,
        below=charges.below,
        below_slope=charges.below_slope,
        kink=np.ascontiguousarray(charges.kink),
        slope=charges.slope,
        start=np.concatenate([[0], np.cumsum(rooms)]).astype(np.int64),
        door_start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        door=order,
        near=near_buildings(problem),
    )


def _homes(problem: Problem) -> Ints32:
    home = np.zeros((problem.households, HOME_COLUMNS), dtype=np.int32)
    columns = (
        problem.building,
        problem.visits,
        problem.service,
        problem.orange,
        problem.pin != NO_PIN,
        problem.current,
        problem.best,
        problem.tie_start[:-1],
        problem.tie_start[1:],
        problem.avoid_start[:-1],
        problem.avoid_start[1:],
    )
    for i, column in enumerate(columns):
        home[:, i] = column
    return home


def _scratch(problem: Problem) -> Scratch:
    room = int(np.minimum(problem.high, problem.households).max(initial=0)) + 1
    return Scratch(
        groups=np.zeros((STEPS, MOST_IN_GROUP), dtype=np.int32),
        size=np.zeros(3 * STEPS, dtype=np.int32),
        giver=np.zeros(STEPS, dtype=np.int32),
        taker=np.zeros(STEPS, dtype=np.int32),
        rows=np.zeros((2 * STEPS, room, HELD_COLUMNS), dtype=np.int32),
        touched=np.zeros(2 * STEPS, dtype=np.int32),
        fresh=np.zeros(2 * STEPS),
        trips=np.zeros((room, 3), dtype=np.int64),
    )


def _state(problem: Problem, given: Given, assignment: Ints32, seed: int) -> State:
    held = np.zeros((int(given.start[-1]), HELD_COLUMNS), dtype=np.int32)
    order = np.argsort(assignment, kind="stable")
    count = np.bincount(assignment, minlength=problem.members).astype(np.int32)
    first = np.cumsum(count) - count
    for m in range(problem.members):
        held[given.start[m] : given.start[m] + count[m], WHO] = order[first[m] : first[m] + count[m]]
    word = np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)
    return State(
        owner=assignment.astype(np.int32).copy(),
        held=held,
        count=count,
        oranges=np.bincount(assignment[problem.orange], minlength=problem.members).astype(np.int32),
        cost=np.zeros(problem.members),
        total=np.zeros(2),
        tally=np.zeros(2, dtype=np.int64),
        word=word,
    )

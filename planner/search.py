"""The search: simulated annealing from a legal plan to a better one, in chunks, to be watched and stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.pairs import TENTHS
from planner.candidates import candidates_of, heavy_households, near_buildings
from planner.kernels.anneal import anneal, lay_out
from planner.kernels.state import (
    AWAY,
    AWAY_LIMIT,
    BEST_COST,
    MOST_IN_LEG,
    MOST_LEGS,
    PRICE,
    TRIED,
    Given,
    State,
)
from planner.problem import NO_PIN, Ints, Ints32, Problem
from planner.spatial import spatially_sorted
from planner.terms import charges_of

CHUNK_SECONDS = 0.15
FIRST_CHUNK, COUNTED_CHUNK = 20_000, 100_000  # moves
FIRST_PRICE, DEAREST, DEARER, CHEAPER = 50.0, 1e7, 1.25, 0.92  # of a move, tenths, where moves are limited
SCHEDULE = ((0.0, 8000.0), (0.4, 80.0), (0.95, 5.0), (1.0, 0.5))  # share of the run, temperature in tenths of a minute


class Search:
    """One annealing run from a plan that keeps every hard rule. `best` always is such a plan."""

    def __init__(self, problem: Problem, assignment: Ints32, seed: int) -> None:
        self.limit = problem.max_moves
        self.sorted = spatially_sorted(problem)
        here = self.sorted.problem
        self.given = _given(here)
        self.state = _state(self.given, seed, self.limit)
        self.candidates = candidates_of(here)
        self.fixed_cost = float(here.best.sum())
        lay_out(self.given, self.state, self.sorted.from_original(assignment))

    @property
    def best(self) -> Ints32:
        """(H,) the member of each household in the best plan so far."""
        return self.sorted.to_original(self.state.best)

    @property
    def objective_minutes(self) -> float:
        """Of the best plan so far."""
        return (float(self.state.total[BEST_COST]) + self.fixed_cost) / TENTHS

    @property
    def tried(self) -> int:
        """Moves tried so far."""
        return int(self.state.tally[TRIED])

    def run_seconds(self, deadline: float, between: Callable[[], bool]) -> None:
        """Anneal until time.monotonic() passes `deadline`, or `between`, asked after each chunk, says stop."""
        begun, moves = time.monotonic(), FIRST_CHUNK
        now = begun
        while now < deadline:
            done = (now - begun) / (deadline - begun)
            self.chunk(moves, done, min(1.0, done + CHUNK_SECONDS / (deadline - begun)))
            before, now = now, time.monotonic()
            moves = max(1000, round(moves * min(4.0, CHUNK_SECONDS / max(1e-3, now - before))))
            if between():
                return

    def run_work(self, work: int, until: int, between: Callable[[], bool]) -> None:
        """Try moves up to number `until` of `work`: the same problem, plan and seed give the same on any machine."""
        while self.tried < until:
            done = self.tried
            moves = min(COUNTED_CHUNK, until - done)
            self.chunk(moves, done / work, (done + moves) / work)
            if between():
                return

    def chunk(self, moves: int, done: float, ahead: float) -> None:
        """Some moves between two shares of the whole run; where moves are limited their price follows."""
        anneal(self.given, self.state, *self.candidates, moves, temperature(done), temperature(ahead))
        if self.limit >= 0:
            factor = DEARER if int(self.state.tally[AWAY]) > self.limit else CHEAPER
            self.state.total[PRICE] = min(DEAREST, max(1.0, float(self.state.total[PRICE]) * factor))


def temperature(done: float) -> float:
    """Tenths of a minute after this share of the run, geometric between the points of SCHEDULE."""
    shares, temperatures = zip(*SCHEDULE, strict=True)
    return float(np.exp(np.interp(done, shares, np.log(temperatures))))


def _given(problem: Problem) -> Given:
    charges = charges_of(problem)
    home = np.stack(
        [
            problem.building,
            problem.visits,
            problem.service,
            problem.orange,
            problem.pin != NO_PIN,
            problem.current,
            np.diff(problem.tie_start) > 0,
            np.diff(problem.avoid_start) > 0,
        ],
        axis=1,
    ).astype(np.int32)
    heavy = heavy_households(problem)
    return Given(
        home=np.ascontiguousarray(home),
        tie_start=problem.tie_start,
        tie_member=problem.tie_member,
        tie_value=problem.tie_value,
        avoid_start=problem.avoid_start,
        avoid_member=problem.avoid_member,
        walk=np.where(problem.reachable, problem.walk, -1).astype(np.int32),
        senior=problem.senior,
        low=problem.low,
        high=problem.high,
        line=np.ascontiguousarray(np.concatenate([charges.below[:, None], charges.kink], axis=1)),
        slope=np.concatenate([[charges.below_slope], charges.slope]),
        start=_starts(np.minimum(problem.high, problem.households)),
        door_start=_starts(np.bincount(problem.building, minlength=problem.buildings)),
        door=np.argsort(problem.building, kind="stable").astype(np.int32),
        near=near_buildings(problem),
        heavy=heavy,
        heavy_start=np.searchsorted(heavy, np.arange(problem.households + 1)).astype(np.int64),
        orange_limit=problem.orange_limit,
        building_tenths=problem.building_tenths,
        churn_tenths=problem.churn_tenths,
    )


def _starts(sizes: NDArray[np.integer[Any]]) -> Ints:
    """Where each of some runs of these sizes begins, and the end of the last."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _state(given: Given, seed: int, limit: int) -> State:
    homes, members, rows = len(given.home), len(given.low), int(given.start[-1])
    total, tally = np.zeros(3), np.zeros(4, dtype=np.int64)
    total[PRICE] = FIRST_PRICE if limit >= 0 else 0.0
    tally[AWAY_LIMIT] = limit
    return State(
        owner=np.zeros(homes, dtype=np.int32),
        place=np.zeros(homes, dtype=np.int32),
        who=np.zeros(rows, dtype=np.int32),
        where=np.zeros(rows, dtype=np.int32),
        often=np.zeros(rows, dtype=np.int32),
        held=np.zeros(members, dtype=np.int32),
        orange=np.zeros(members, dtype=np.int32),
        load=np.zeros(members, dtype=np.int64),
        charge=np.zeros(members),
        best=np.zeros(homes, dtype=np.int32),
        total=total,
        tally=tally,
        word=np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1),
        leg=np.zeros((MOST_LEGS + 1, 11), dtype=np.int64),
        group=np.zeros((MOST_LEGS, MOST_IN_LEG), dtype=np.int64),
        new_charge=np.zeros(MOST_LEGS + 1),
    )

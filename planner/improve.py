"""Search and bound side by side: the search makes the plan better, the bound proves how good it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from planner.bound.bounder import Bounder
from planner.clock import Clock
from planner.limited_bound import LimitedBounder
from planner.plan_file import OPTIMAL_GAP, Progress, gap_between
from planner.problem import Ints32, Problem
from planner.rebalance import LimitedSearch, search_beside_stayers, settled, without_choice
from planner.search import Search
from planner.terms import terms_of

FINISHING_SECONDS = 0.4  # of the recount and of writing, at least
FINISHING_PER_HOUSEHOLD = 6e-5  # and as much more for each household
REPORT_SECONDS = 0.5
PHASES = 12  # how often search and bound wait for each other when work is counted
MOVES_A_ROUND = 10  # moves a household in the search that take about as long as a household in a round of the bound
LEAST_ROUNDS, MOST_ROUNDS = 24, 600


class Wanted(Protocol):
    """What improving needs to know of the options."""

    @property
    def work(self) -> int | None:
        """Moves to try, instead of time."""
        ...

    @property
    def seed(self) -> int:
        """Of search and bound."""
        ...

    @property
    def stop(self) -> Callable[[], bool]:
        """Whether to end with what there is."""
        ...


@dataclass(frozen=True, slots=True)
class Improved:
    """(H,) a legal plan, its minutes, minutes that no plan can be below, and how it came to that."""

    assignment: Ints32
    objective: float
    bound: float
    progress: tuple[Progress, ...]


@dataclass(slots=True)
class _Race:
    """The search in this thread, the bound in another."""

    problem: Problem
    search: Search
    bounder: Bounder | LimitedBounder
    clock: Clock
    tell: Callable[[Progress], None]
    interrupted: Callable[[], bool]
    over: threading.Event = field(default_factory=threading.Event)
    progress: list[Progress] = field(default_factory=list[Progress])
    errors: list[BaseException] = field(default_factory=list[BaseException])

    def between(self) -> bool:
        """Asked after each chunk of the search: tell of progress, say whether to end."""
        if not self.progress or self.clock.elapsed - self.progress[-1].seconds >= REPORT_SECONDS:
            self.report()
        return self.done()

    def report(self) -> None:
        bound = self.bounder.bound_minutes
        self.progress.append(Progress(self.clock.elapsed, self.search.objective_minutes, bound))
        self.tell(self.progress[-1])

    def done(self) -> bool:
        bound = self.bounder.bound_minutes
        proven = bound is not None and gap_between(self.search.objective_minutes, bound) <= OPTIMAL_GAP
        return proven or self.interrupted() or bool(self.errors)

    def prove(self, seconds: float | None, epochs: int | None) -> None:
        """The bound's thread. An error of it ends the search and is raised there."""
        try:
            if isinstance(self.bounder, LimitedBounder) and isinstance(self.search, LimitedSearch):
                self.bounder.improve(seconds=seconds, epochs=epochs, stop=self.over.is_set, aim=self.search.aim)
            else:
                self.bounder.improve(seconds=seconds, epochs=epochs, stop=self.over.is_set)
        except BaseException as error:
            self.errors.append(error)

    def beside(self, run: Callable[[], None], *, seconds: float | None = None, epochs: int | None = None) -> None:
        """Run the search while the bound improves; with `epochs` wait for all of them."""
        self.over.clear()
        thread = threading.Thread(target=self.prove, args=(seconds, epochs), name="bound", daemon=True)
        thread.start()
        try:
            run()
        finally:
            if epochs is None or self.done():
                self.over.set()
            thread.join()
        if self.errors:
            raise self.errors[0]


def improve(
    problem: Problem, start: Ints32, options: Wanted, clock: Clock, on_progress: Callable[[Progress], None]
) -> Improved:
    """The best plan found from `start` until time or work is up, the gap is closed, or the options say stop."""
    if problem.max_moves >= 0:
        start = settled(problem, start, options.seed)
        if clock.left <= _finishing_seconds(problem) and options.work is None:
            # a certificate takes a second, and without rounds for its prices it proves next to nothing
            return Improved(start, terms_of(problem, start).objective, 0.0, ())
    search, bounder = _runners(problem, start, options.seed)
    bounder.start_from(start)
    race = _Race(problem, search, bounder, clock, on_progress, options.stop)
    race.report()
    deadline = time.monotonic() + clock.left - _finishing_seconds(problem)
    if problem.households > 0 and problem.members > 1 and not race.done():
        if options.work is None:
            seconds = max(0.0, deadline - time.monotonic())
            race.beside(lambda: race.search.run_seconds(deadline, race.between), seconds=seconds)
        else:
            _by_work(race, options.work, deadline)
    return _result(race)


def _runners(problem: Problem, start: Ints32, seed: int) -> tuple[Search, Bounder | LimitedBounder]:
    """Search and bound; others where moves are limited, or where none is allowed and most households are pinned."""
    free = without_choice(problem)
    if free.max_moves >= 0:
        return LimitedSearch(free, start, seed), LimitedBounder(free, seed)
    search = search_beside_stayers(free, start, seed) if problem.max_moves == 0 else Search(free, start, seed)
    return search, Bounder(free, seed)


def _finishing_seconds(problem: Problem) -> float:
    return FINISHING_SECONDS + FINISHING_PER_HOUSEHOLD * problem.households


def _by_work(race: _Race, work: int, deadline: float) -> None:
    """Counted work in phases; both sides of a phase are counted, so that time has no say in either."""
    rounds = work // (MOVES_A_ROUND * max(1, race.problem.households))
    epochs = -(-min(MOST_ROUNDS, max(LEAST_ROUNDS, rounds)) // PHASES)
    for phase in range(1, PHASES + 1):
        until = work * phase // PHASES

        def run(until: int = until) -> None:
            race.search.run_work(work, until, lambda: race.interrupted() or time.monotonic() >= deadline)

        race.beside(run, epochs=epochs)
        if race.between() or time.monotonic() >= deadline:
            return


def _result(race: _Race) -> Improved:
    assignment = race.search.best
    objective = terms_of(race.problem, assignment).objective
    bound = race.bounder.bound_minutes
    if race.problem.households == 0 or race.problem.members == 1:
        bound = objective  # there is only one assignment
    elif bound is None:
        bound = race.bounder.certify()
    return Improved(assignment, objective, bound, tuple(race.progress))

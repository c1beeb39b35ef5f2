"""The frontier: what more moves buy, from the fewest that make a plan legal to a plan without any limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.checks import Facts, facts_of
from planner.checks.recounting import recount_facts
from planner.clock import Clock
from planner.errors import PlannerError
from planner.fairness import Fairness, fairness_of
from planner.fewest_moves import NoPlan, fewest_moves
from planner.instance import Instance
from planner.limited_bound import LimitedBounder, less_the_price
from planner.plan_file import gap_between
from planner.problem import Ints32, Problem, build_problem
from planner.rebalance import (
    HIGH_PRICE,
    HOT,
    LEAST_PRICE,
    LimitedSearch,
    search_beside_stayers,
    settled,
    without_choice,
)
from planner.search import Search
from planner.terms import moves_of, terms_of

FORMAT = "lianhu-frontier/1"
DEFAULT_SECONDS, DEFAULT_POINTS = 100.0, 10
FIRST_LIMIT = 25  # moves above the fewest, where the free plan has many more
FREE_SHARE, LAST_SHARE = 0.25, 0.1  # of the time: to a free plan before the limits, and to the best one after them
CLOSING_SECONDS, CLOSING_PER_HOUSEHOLD = 0.5, 5e-5  # of recounting a point
BETTER = 1e-6  # minutes
NEAR_PRICE = 2.0  # times
MOST_SEEN = 400  # plans remembered on the way


class NoFrontier(PlannerError):
    """There is no plan at all, with any number of moves; `lianhu solve` says why."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class FrontierOptions:
    """How long and how fine. `seconds` from `started` (time.monotonic()), by default from the call; `points` wanted."""

    seconds: float = DEFAULT_SECONDS
    points: int = DEFAULT_POINTS
    seed: int = 0
    started: float | None = None
    stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the frontier, recounted. Minutes a quarter.

    `moves` households change though they could stay, `forced` have to. `bound`: no plan with at most `max_moves` moves
    (None: any number) costs less. `changed`: household to new member, for those that change.
    """

    moves: int
    forced: int
    max_moves: int | None
    objective: float
    terms: dict[str, float]
    bound: float
    gap: float
    fairness: Fairness
    changed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Plans of which none has both fewer moves and fewer minutes than another, by rising moves; the last is free."""

    instance: str
    sha256: str
    target_minutes: float
    seconds: float
    seed: int
    version: str
    complete: bool
    points: tuple[Point, ...]


@dataclass(slots=True)
class _Walk:
    """The plans found so far, one for each limit, and bounds at prices of a move beside them."""

    problem: Problem
    options: FrontierOptions
    clock: Clock
    tell: Callable[[str, int, int], None]
    bounder: LimitedBounder
    price: float = HIGH_PRICE  # tenths a move, of the last limit
    aimed: list[float] = field(default_factory=list[float])  # prices that the bound was looked for at
    plans: dict[int, Ints32] = field(default_factory=dict[int, Ints32])
    seen: list[tuple[float, Ints32]] = field(default_factory=list[tuple[float, Ints32]])  # minutes, plan
    errors: list[BaseException] = field(default_factory=list[BaseException])

    @property
    def free_limit(self) -> int:
        """As many moves as there can be."""
        return int((self.problem.current >= 0).sum())

    @property
    def seconds_left(self) -> float:
        """Until the points have to be recounted."""
        closing = CLOSING_SECONDS + CLOSING_PER_HOUSEHOLD * self.problem.households * self.options.points
        return self.clock.left - closing

    def cost(self, plan: Ints32) -> float:
        """Minutes of a plan."""
        return terms_of(self.problem, plan).objective

    def keep(self, limit: int, plan: Ints32) -> None:
        """Remember the plan for this limit, and for each larger one where it is better than what is there."""
        self.plans.setdefault(limit, plan)
        moves, cost = moves_of(self.problem, plan), self.cost(plan)
        for other, old in self.plans.items():
            if moves <= other and cost < self.cost(old):
                self.plans[other] = plan

    def improve(self, limit: int, start: Ints32, seconds: float) -> None:
        """Search with this limit from a plan within it; a bound at about its price of a move beside."""
        search = self._search(limit, start)
        over, ends = threading.Event(), time.monotonic() + seconds
        self._aim(0.0 if limit == self.free_limit else self.price, start)
        thread = threading.Thread(target=self._prove, args=(ends, over), name="bound", daemon=True)
        thread.start()
        try:
            search.run_seconds(ends, lambda: self._look(search))
        finally:
            over.set()
            thread.join()
        if self.errors:
            raise self.errors[0]
        self.keep(limit, search.best)
        if isinstance(search, LimitedSearch) and limit < self.free_limit:
            self.price = search.price_tenths

    def _look(self, search: Search) -> bool:
        """Remember what the search has found on its way, a plan with fewer moves than its limit perhaps."""
        if len(self.seen) < MOST_SEEN and (not self.seen or search.objective_minutes < self.seen[-1][0] - BETTER):
            self.seen.append((search.objective_minutes, search.best))
        return self.options.stop()

    def _aim(self, price: float, start: Ints32) -> None:
        """Another price for the bound only where it is far from the last: each needs rounds to get good again."""
        if not self.aimed or price <= 0 or not 1 / NEAR_PRICE < price / max(1.0, self.aimed[-1]) < NEAR_PRICE:
            self.aimed.append(price)
            self.bounder.aim_at(price, start)

    def _search(self, limit: int, start: Ints32) -> Search:
        limited = replace(self.problem, max_moves=limit)
        free = without_choice(limited)
        if free.max_moves >= 0:
            return LimitedSearch(free, start, self.options.seed, self.price)
        if limit == 0:
            return search_beside_stayers(free, start, self.options.seed)
        if len(self.plans) > 2:  # the limits are done: a hot search would only melt what they have found
            return LimitedSearch(limited, start, self.options.seed, LEAST_PRICE, hot=HOT)
        return Search(free, start, self.options.seed)

    def _prove(self, ends: float, over: threading.Event) -> None:
        try:
            self.bounder.improve(seconds=max(0.0, ends - time.monotonic()), stop=over.is_set)
        except BaseException as error:
            self.errors.append(error)

    def bound(self, limit: int) -> float:
        """The best that all the prices prove for this limit."""
        proven = (less_the_price(bound, price, limit) for price, bound in self.bounder.proven.items())
        return max(proven, default=0.0)


def frontier(
    instance: Instance, options: FrontierOptions, on_progress: Callable[[str, int, int], None] | None = None
) -> Frontier:
    """The plans from the fewest moves to any number of them; each starts from the one before.

    First the fewest, then a free plan, which says how far the moves reach, then limits between them at growing
    distances, then once more without one. When `stop` or the time ends it, the plans so far are given. The limit of
    the instance is not listened to. Raises NoFrontier when there is no plan.
    """
    clock = Clock(time.monotonic() if options.started is None else options.started, options.seconds)
    instance = replace(instance, rules=replace(instance.rules, max_moves=None))
    problem = build_problem(instance)
    try:
        fewest = fewest_moves(problem)
    except NoPlan:
        raise NoFrontier(
            "There is no plan with any number of moves, so there is no frontier. Why: lianhu solve."
        ) from None
    bounder = LimitedBounder(replace(problem, max_moves=fewest.moves), options.seed)
    walk = _Walk(problem, options, clock, on_progress or (lambda label, done, total: None), bounder)
    walk.keep(fewest.moves, settled(replace(problem, max_moves=fewest.moves), fewest.assignment, options.seed))
    complete = _walk(walk, fewest.moves)
    return _frontier(instance, walk, complete=complete)


def _walk(walk: _Walk, fewest: int) -> bool:
    """Fill in the plans; False when `stop` or the time ended it.

    First a free plan, which says how far moves can reach; then the limits, upwards; then the best of all, freely.
    """
    if not walk.problem.households or walk.problem.members < 2:
        return True
    free, points = walk.free_limit, walk.options.points
    if fewest == free:
        return _step(walk, free, 1.0, 0, points)
    if not _step(walk, free, FREE_SHARE, 0, points):
        return False
    limits = _limits(fewest, moves_of(walk.problem, walk.plans[free]), points)
    share = (1.0 - FREE_SHARE - LAST_SHARE) / len(limits)
    for i, limit in enumerate(limits):
        to_come = share * (len(limits) - i) + LAST_SHARE
        if not _step(walk, limit, share / to_come, 1 + i, points):
            return False
    return _step(walk, free, 1.0, points - 1, points)


def _step(walk: _Walk, limit: int, share: float, done: int, points: int) -> bool:
    """Improve the plan for a limit in this share of the time left; False when there is none or `stop` says so."""
    seconds = walk.seconds_left * share
    if walk.options.stop() or seconds <= 0:
        return False
    free = limit == walk.free_limit
    walk.tell("any number of moves" if free else f"at most {limit:,} moves", done, points)
    known = [plan for n, plan in walk.plans.items() if n <= limit]
    walk.improve(limit, min(known, key=walk.cost), seconds)
    return not walk.options.stop()


def _limits(fewest: int, most: int, points: int) -> list[int]:
    """From the fewest moves up to below `most`, in growing steps; one point is left for the free plan."""
    if most - fewest <= points - 1:
        return list(range(fewest, max(most, fewest + 1)))
    first = max(1, min(FIRST_LIMIT, (most - fewest) // points))
    steps = np.geomspace(first, most - fewest, points - 1)[:-1]
    return sorted({fewest, *(fewest + round(step) for step in steps)})


def _frontier(instance: Instance, walk: _Walk, *, complete: bool) -> Frontier:
    return Frontier(
        instance=instance.name,
        sha256=instance.sha256,
        target_minutes=walk.problem.target_minutes,
        seconds=walk.clock.elapsed,
        seed=walk.options.seed,
        version=instance.rules.version,
        complete=complete,
        points=tuple(_points(instance, walk)),
    )


def _points(instance: Instance, walk: _Walk) -> list[Point]:
    """One point for each plan that no other beats in moves and minutes; the last may have any number of moves."""
    found = [(walk.cost(plan), plan) for plan in walk.plans.values()] + walk.seen
    kept: list[tuple[float, int, Ints32]] = []
    for cost, moves, plan in sorted(((c, moves_of(walk.problem, p), p) for c, p in found), key=lambda one: one[1::-1]):
        if not kept or cost < kept[-1][0] - BETTER:
            kept.append((cost, moves, plan))
    most = walk.options.points
    if len(kept) > most:
        kept = [kept[round(i * (len(kept) - 1) / (most - 1))] for i in range(most)]
    facts = facts_of(instance)
    last = len(kept) - 1
    return [_point(facts, walk, p, None if i == last else moves) for i, (_, moves, p) in enumerate(kept)]


def _point(facts: Facts, walk: _Walk, plan: Ints32, max_moves: int | None) -> Point:
    """A plan recounted. Raises PlannerError when the recount finds another plan than the search."""
    instance, chosen = facts.instance, [int(m) for m in plan]
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, chosen, strict=True)}
    counted = recount_facts(facts, named, target_minutes=walk.problem.target_minutes)
    if counted.broken or counted.moves != moves_of(walk.problem, plan):
        raise PlannerError(f"The recount of a point differs: {counted.moves} moves, broken {counted.broken[:3]}.")
    bound = min(walk.bound(walk.free_limit if max_moves is None else max_moves), counted.objective)
    return Point(
        moves=counted.moves,
        forced=counted.forced,
        max_moves=max_moves,
        objective=counted.objective,
        terms=counted.terms,
        bound=bound,
        gap=gap_between(counted.objective, bound),
        fairness=fairness_of([counted.loads[m.id] / counted.targets[m.id] for m in instance.members]),
        changed={home.id: named[home.id] for home in instance.households if named[home.id] != home.current},
    )

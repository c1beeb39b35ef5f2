"""The frontier: what more moves buy, from the fewest that make a plan legal to a plan without any limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.checks import Facts, facts_of
from planner.checks.recounting import recount_facts
from planner.clock import Clock
from planner.errors import PlannerError
from planner.fairness import Fairness, fairness_of
from planner.fewest_moves import NoPlan, fewest_moves
from planner.frontier_walk import BETTER, Walk
from planner.instance import Instance
from planner.limited_bound import LimitedBounder
from planner.plan_file import gap_between
from planner.problem import Ints32, build_problem
from planner.rebalance import settled
from planner.terms import moves_of

Tell = Callable[[str, int, int], None]  # what is looked for, and how many points are done of how many

FORMAT = "lianhu-frontier/1"
DEFAULT_SECONDS, DEFAULT_POINTS = 100.0, 10
FIRST_LIMIT = 25  # moves above the fewest, where the free plan has many more
FREE_SHARE, LAST_SHARE = 0.25, 0.1  # of the time: to a free plan before the limits, and to the best one after them


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
    walk = Walk(problem, clock, bounder, options.seed, options.points, options.stop)
    walk.keep(fewest.moves, settled(replace(problem, max_moves=fewest.moves), fewest.assignment, options.seed))
    complete = _walk(walk, fewest.moves, on_progress or (lambda label, done, total: None))
    return _frontier(instance, walk, complete=complete)


def _walk(walk: Walk, fewest: int, tell: Tell) -> bool:
    """Fill in the plans; False when `stop` or the time ended it.

    First a free plan, which says how far moves can reach; then the limits, upwards; then the best of all, freely.
    """
    if not walk.problem.households or walk.problem.members < 2:
        return True
    free, points = walk.free_limit, walk.points

    def step(limit: int, share: float, done: int) -> bool:
        """Improve the plan for a limit in this share of the time left; False when there is none or it is stopped."""
        seconds = walk.seconds_left * share
        if walk.stop() or seconds <= 0:
            return False
        tell("any number of moves" if limit == free else f"at most {limit:,} moves", done, points)
        walk.improve(limit, walk.best_within(limit), seconds)
        return not walk.stop()

    if fewest == free:
        return step(free, 1.0, 0)
    if not step(free, FREE_SHARE, 0):
        return False
    limits = _limits(fewest, moves_of(walk.problem, walk.plans[free]), points)
    share = (1.0 - FREE_SHARE - LAST_SHARE) / len(limits)
    for i, limit in enumerate(limits):
        to_come = share * (len(limits) - i) + LAST_SHARE
        if not step(limit, share / to_come, 1 + i):
            return False
    return step(free, 1.0, points - 1)


def _limits(fewest: int, most: int, points: int) -> list[int]:
    """From the fewest moves up to below `most`, in growing steps; one point is left for the free plan."""
    if most - fewest <= points - 1:
        return list(range(fewest, max(most, fewest + 1)))
    first = max(1, min(FIRST_LIMIT, (most - fewest) // points))
    steps = np.geomspace(first, most - fewest, points - 1)[:-1]
    return sorted({fewest, *(fewest + round(step) for step in steps)})


def _frontier(instance: Instance, walk: Walk, *, complete: bool) -> Frontier:
    return Frontier(
        instance=instance.name,
        sha256=instance.sha256,
        target_minutes=walk.problem.target_minutes,
        seconds=walk.clock.elapsed,
        seed=walk.seed,
        version=instance.rules.version,
        complete=complete,
        points=tuple(_points(instance, walk)),
    )


def _points(instance: Instance, walk: Walk) -> list[Point]:
    """One point for each plan that no other beats in moves and minutes; the last may have any number of moves."""
    found = [(walk.cost(plan), plan) for plan in walk.plans.values()] + walk.seen
    kept: list[tuple[float, int, Ints32]] = []
    for cost, moves, plan in sorted(((c, moves_of(walk.problem, p), p) for c, p in found), key=lambda one: one[1::-1]):
        if not kept or cost < kept[-1][0] - BETTER:
            kept.append((cost, moves, plan))
    kept = [kept[i] for i in spread([(moves, cost) for cost, moves, _ in kept], walk.points)]
    facts = facts_of(instance)
    last = len(kept) - 1
    return [_point(facts, walk, p, None if i == last else moves) for i, (_, moves, p) in enumerate(kept)]


def spread(points: Sequence[tuple[float, float]], most: int) -> list[int]:
    """Positions of at most so many points, the first and the last among them, that lie far from each other.

    Each time the one farthest from those taken (Gonzalez 1985, farthest-first), both axes measured by their range.
    """
    if len(points) <= max(most, 2):
        return list(range(len(points)))
    at = np.array(points, dtype=np.float64)
    at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), BETTER)
    taken = [0, len(points) - 1]
    while len(taken) < most:
        distance = np.square(at[:, None] - at[taken]).sum(axis=2).min(axis=1)
        taken.append(int(distance.argmax()))
    return sorted(taken)


def _point(facts: Facts, walk: Walk, plan: Ints32, max_moves: int | None) -> Point:
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

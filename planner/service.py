"""The one entry to planning: an instance in, a plan with a proven bound out, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.best_effort_plan import with_best_effort
from planner.checks import Recount, recount
from planner.clock import Clock
from planner.errors import RecountDisagrees
from planner.exact import prove
from planner.feasibility import Infeasible, examine
from planner.fewest_moves import FewestMoves, NoPlan, fewest_moves
from planner.flow import first_plan
from planner.improve import Improved, improve
from planner.instance import Instance
from planner.overload import over_ceiling
from planner.plan_file import FEASIBLE, INFEASIBLE, OPTIMAL, OPTIMAL_GAP, UNKNOWN, Cause, Plan, Progress, gap_between
from planner.problem import Ints32, Problem, build_problem
from planner.repairs import find_repairs
from planner.terms import moves_of

DEFAULT_SECONDS = 30.0
MINIMUM_SECONDS = 2.5  # for the fewest moves where no time is given
SMALL_PAIRS = 100_000  # members x households: a first plan takes no time worth speaking of
REPAIRS_UNTIL, REPAIR_SECONDS = 7.0, 0.5  # seconds: no further repair is begun after that, so that 10 suffice
AGREEMENT = 1e-6  # relative and absolute (FORMATS.md)
PROGRESS_KEPT = 60  # points of the curve in a plan file


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How to plan.

    `seconds` is a limit known in advance: the search cools down towards it. It counts from `started`
    (time.monotonic()), by default from the call. With `work`, the number of moves that the search tries, the same seed
    gives the same plan; there is no limit of time then unless `seconds` is given too. With neither: 30 seconds.
    `max_moves` applies instead of the file's. `stop` ends the search early, with the best plan so far.
    With `minimum` the fewest moves that any plan needs are found first and are the limit; 2.5 seconds by default then.
    With `best_effort` a plan that breaks the fewest rules is given where none keeps them all.
    """

    seconds: float | None = None
    work: int | None = None
    seed: int = 0
    max_moves: int | None = None
    started: float | None = None
    stop: Callable[[], bool] = lambda: False
    best_effort: bool = False
    minimum: bool = False

    def clock(self) -> Clock:
        """Time as these options count it, from now on if they do not say from when."""
        default = MINIMUM_SECONDS if self.minimum else DEFAULT_SECONDS
        seconds = default if self.seconds is None and self.work is None else self.seconds
        return Clock(time.monotonic() if self.started is None else self.started, seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan, and the recount that agreed with it where it keeps every hard rule."""

    plan: Plan
    counted: Recount | None = None


def solve(instance: Instance, options: SolveOptions, on_progress: Callable[[Progress], None] | None = None) -> Plan:
    """Plan an instance. `on_progress` is told of the objective and the bound about every second.

    Raises RecountDisagrees when the solver-free recount finds another number or a broken rule.
    """
    return answer(instance, options, on_progress).plan


def answer(instance: Instance, options: SolveOptions, on_progress: Callable[[Progress], None] | None = None) -> Answer:
    """As `solve`, with the recount beside the plan."""
    clock = options.clock()
    if options.max_moves is not None:
        instance = replace(instance, rules=replace(instance.rules, max_moves=options.max_moves))
    problem = build_problem(instance)
    fewest = _fewest(problem) if options.minimum else None
    if fewest is not None:
        instance = replace(instance, rules=replace(instance.rules, max_moves=fewest.moves))
        problem = replace(problem, instance=instance, max_moves=fewest.moves)
    nothing = replace(_blank(instance, problem, options.seed), max_moves=instance.rules.max_moves)
    if fewest is not None:
        nothing = replace(nothing, fewest_moves={"moves": fewest.moves, "proven": True})
    if fewest is None and clock.left <= 0 and problem.members * problem.households > SMALL_PAIRS:
        return Answer(replace(nothing, seconds=clock.elapsed))
    start = _legal_plan(problem, clock) if fewest is None else fewest.assignment
    if start is None:
        return Answer(replace(nothing, seconds=clock.elapsed))
    if isinstance(start, Infeasible):
        found = _infeasible(nothing, instance, start.causes, clock)
        return Answer(with_best_effort(found, instance, problem, clock) if options.best_effort else found)
    improved = improve(problem, start, options, clock, on_progress or (lambda progress: None))
    improved = prove(problem, improved, clock, options.stop)
    return _plan(nothing, instance, problem, improved, clock)


def _blank(instance: Instance, problem: Problem, seed: int) -> Plan:
    return Plan(
        instance=instance.name,
        sha256=instance.sha256,
        status=UNKNOWN,
        target_minutes=problem.target_minutes,
        seed=seed,
        version=instance.rules.version,
    )


def _fewest(problem: Problem) -> FewestMoves | None:
    """The fewest moves of any plan; None when there is no plan, or none within the file's own limit."""
    try:
        fewest = fewest_moves(problem)
    except NoPlan:
        return None
    return fewest if problem.max_moves < 0 or fewest.moves <= problem.max_moves else None


def _legal_plan(problem: Problem, clock: Clock) -> Ints32 | Infeasible | None:
    """A plan that keeps every hard rule, why there is none, or None when time was up before either."""
    small = problem.members * problem.households <= SMALL_PAIRS
    limited = problem.max_moves >= 0  # a flow at a price finds few moves, and not always few enough
    assignment = None if limited else first_plan(problem, lambda: clock.left <= 0 and not small)
    if assignment is not None:
        return assignment
    if clock.left <= 0 and not small:
        return None
    examined = examine(problem)
    return examined if isinstance(examined, Infeasible) else examined.assignment


def _infeasible(nothing: Plan, instance: Instance, causes: Sequence[Cause], clock: Clock) -> Plan:
    left = max(REPAIRS_UNTIL - clock.elapsed, REPAIR_SECONDS)
    repairs = find_repairs(instance, causes, deadline_seconds=left)
    return replace(nothing, status=INFEASIBLE, causes=tuple(causes), repairs=tuple(repairs), seconds=clock.elapsed)


def _plan(nothing: Plan, instance: Instance, problem: Problem, improved: Improved, clock: Clock) -> Answer:
    """The plan file's answer, recounted."""
    members = instance.members
    chosen: list[int] = improved.assignment.tolist()
    named = {home.id: members[m].id for home, m in zip(instance.households, chosen, strict=True)}
    counted = recount(instance, named, target_minutes=problem.target_minutes)
    _agree(counted, improved, problem)
    bound = min(max(improved.bound, 0.0), counted.objective)
    gap = gap_between(counted.objective, bound)
    seconds = clock.elapsed
    plan = replace(
        nothing,
        status=OPTIMAL if gap <= OPTIMAL_GAP else FEASIBLE,
        objective=counted.objective,
        bound=bound,
        gap=gap,
        terms=counted.terms,
        moves=counted.moves,
        seconds=seconds,
        progress=tuple(_thinned([*improved.progress, Progress(seconds, counted.objective, bound)])),
        assignment=named,
        over_ceiling=tuple(over_ceiling(problem, improved.assignment)),
    )
    return Answer(plan, counted)


def _agree(counted: Recount, improved: Improved, problem: Problem) -> None:
    """The recount must find every hard rule kept and the same objective, T and moves."""
    if counted.broken:
        broken = "; ".join(str(one) for one in counted.broken[:5])
        raise RecountDisagrees(f"The recount finds {len(counted.broken)} broken rules in the solver's plan: {broken}")
    pairs = (
        ("objective", improved.objective, counted.objective),
        ("target_minutes", problem.target_minutes, counted.target_minutes),
        ("moves", moves_of(problem, improved.assignment), counted.moves),
    )
    for name, ours, theirs in pairs:
        if abs(ours - theirs) > AGREEMENT * (1.0 + abs(theirs)):
            raise RecountDisagrees(f"{name}: the solver counts {ours!r}, the recount {theirs!r}. Please report it.")


def _thinned(points: Sequence[Progress]) -> list[Progress]:
    """At most PROGRESS_KEPT points, evenly, the first and the last among them."""
    if len(points) <= PROGRESS_KEPT:
        return list(points)
    step = (len(points) - 1) / (PROGRESS_KEPT - 1)
    return [points[round(i * step)] for i in range(PROGRESS_KEPT)]

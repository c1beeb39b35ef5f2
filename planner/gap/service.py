"""The one entry to generalised assignment: a GAP file's instance in, a plan with a proven bound out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from planner.clock import Clock
from planner.errors import RecountDisagrees
from planner.gap.bounder import solve_linear
from planner.gap.impossible import cause_by_proof, causes_at_sight
from planner.gap.problem import Gap
from planner.gap.race import Race
from planner.gap.recount import recount_gap
from planner.plan_file import FEASIBLE, INFEASIBLE, OPTIMAL, OPTIMAL_GAP, Plan, Progress, gap_between
from planner.problem import Ints
from planner.service import PROGRESS_KEPT, SolveOptions


def solve_gap(gap: Gap, options: SolveOptions, on_progress: Callable[[Progress], None] | None = None) -> Plan:
    """Plan a GAP instance. `on_progress` is told of cost and bound about every half second.

    `options.work` counts chains that the search tries, of two searchers together; `max_moves` has no meaning here.
    Raises RecountDisagrees when the solver-free recount finds another cost or a broken rule.
    """
    clock = options.clock()
    nothing = Plan(instance=gap.name, sha256=gap.sha256, status="unknown", seed=options.seed)
    causes = causes_at_sight(gap)
    if causes:
        return dataclasses.replace(nothing, status=INFEASIBLE, causes=causes, seconds=clock.elapsed)
    race = Race(
        gap,
        solve_linear(gap),
        clock,
        options.seed,
        options.work,
        on_progress or (lambda progress: None),
        options.stop,
    )
    race.run()
    best = race.best
    if best is not None:
        return _plan(nothing, gap, race, best, clock)
    cause = cause_by_proof(gap) if race.cause is None and race.proof is not None else race.cause
    if cause is None:
        return dataclasses.replace(nothing, seconds=clock.elapsed)
    return dataclasses.replace(nothing, status=INFEASIBLE, causes=(cause,), seconds=clock.elapsed)


def _plan(nothing: Plan, gap: Gap, race: Race, best: tuple[int, Ints], clock: Clock) -> Plan:
    """The plan file's answer, recounted."""
    cost, owner = best
    assignment = {str(j): str(i) for j, i in enumerate(owner.tolist())}
    counted = recount_gap(gap, assignment)
    objective = cost / gap.cost_scale
    if counted.broken or counted.objective != objective:
        found = "; ".join(counted.broken[:5]) or f"a cost of {counted.objective!r}"
        raise RecountDisagrees(f"The solver counts {objective!r}, the recount finds {found}. Please report it.")
    bound = min(race.bound, cost) / gap.cost_scale
    between = gap_between(objective, bound)
    seconds = clock.elapsed
    return dataclasses.replace(
        nothing,
        status=OPTIMAL if between <= OPTIMAL_GAP else FEASIBLE,
        objective=objective,
        bound=bound,
        gap=between,
        seconds=seconds,
        progress=_thinned([*race.progress, Progress(seconds, objective, bound)]),
        assignment=assignment,
    )


def _thinned(points: Sequence[Progress]) -> tuple[Progress, ...]:
    """At most PROGRESS_KEPT points, evenly, the first and the last among them."""
    step = max(1.0, (len(points) - 1) / (PROGRESS_KEPT - 1))
    return tuple(points[round(k * step)] for k in range(min(len(points), PROGRESS_KEPT)))

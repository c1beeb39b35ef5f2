"""Plans the county in the graph: the problem out of it, solved, and the plan kept in it as a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.database import Database
from graph.plans import Change, Draft, save_draft
from planner.checks import Recount, facts_of, recount
from planner.checks.hard import may_stay
from planner.from_graph import GraphInstance, problem_from_graph
from planner.instance import Instance
from planner.plan_file import Plan, Progress
from planner.service import SolveOptions, solve


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """What planning a county gave. `id` is the draft's, None when there was no plan to keep.

    `today` recounts the links that there are, on the same problem: households of nobody, or of somebody who is not
    among its members, count for nothing in it. `broken_rules` is what a best effort breaks, a sentence each.
    """

    id: str | None
    plan: Plan
    problem: GraphInstance
    today: Recount
    changes: tuple[Change, ...] = ()
    broken_rules: tuple[str, ...] = ()


def plan_county(
    db: Database,
    options: SolveOptions,
    *,
    grid: str | None = None,
    on_problem: Callable[[GraphInstance], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> CountyPlan:
    """Plan a subtree (None: the whole county) and save the plan as a draft, if there is one.

    `on_problem` is told what will be solved. The draft is based on the version of the links that the problem was read
    from, so that an approval notices when they have changed since. A best effort is kept too, marked with the rules
    that it breaks: it is approved with an override alone.

    Raises Refused when there is no county, no such grid, or nobody to plan with.
    """
    problem = problem_from_graph(db, grid)
    if on_problem is not None:
        on_problem(problem)
    plan = solve(problem.instance, options, on_progress)
    today = recount(problem.instance, todays_assignment(problem.instance))
    if plan.objective is None or plan.target_minutes is None:
        return CountyPlan(None, plan, problem, today)
    changes = changes_of(problem.instance, plan)
    draft = _draft(problem, plan, changes, plan.objective, plan.target_minutes)
    return CountyPlan(save_draft(db, draft), plan, problem, today, changes, tuple(draft.broken_rules))


def todays_assignment(instance: Instance) -> dict[str, str]:
    """Household to member as it is now, for those whom a member of the problem serves."""
    members = {member.id for member in instance.members}
    return {home.id: home.current for home in instance.households if home.current in members}


def changes_of(instance: Instance, plan: Plan) -> tuple[Change, ...]:
    """The households that get another member, by id; forced where whoever serves it now could not have stayed."""
    facts = facts_of(instance)
    return tuple(
        Change(home.id, plan.assignment[home.id], home.current, forced=not may_stay(facts, home))
        for home in sorted(instance.households, key=lambda home: home.id)
        if plan.assignment[home.id] != home.current
    )


def _draft(
    problem: GraphInstance, plan: Plan, changes: tuple[Change, ...], objective: float, target_minutes: float
) -> Draft:
    broken = recount(problem.instance, plan.assignment, max_moves=plan.max_moves).broken if plan.broken else []
    return Draft(
        based_on=problem.based_on,
        rules=problem.instance.rules.version,
        solve_status=plan.status,
        objective=objective,
        bound=plan.bound,
        gap=plan.gap,
        terms=plan.terms,
        target_minutes=target_minutes,
        seed=plan.seed,
        seconds=plan.seconds,
        changes=changes,
        grid=None if problem.subtree.is_county else problem.subtree.grid,
        max_moves=plan.max_moves,
        fewest_moves=None if plan.fewest_moves is None else plan.fewest_moves["moves"],
        broken=sum(one.by for one in broken),
        broken_rules=[one.sentence for one in broken],
    )

"""The best effort as a plan: infeasible, with an assignment, its figures and every rule that it breaks, recounted."""

from __future__ import annotations

from dataclasses import replace

from planner.best_effort import broken_rules, fewest_broken
from planner.checks import Recount, recount
from planner.clock import Clock
from planner.errors import RecountDisagrees
from planner.instance import Instance
from planner.overload import over_ceiling
from planner.plan_file import BrokenRule, Plan
from planner.problem import Ints32, Problem
from planner.terms import moves_of, terms_of

AGREEMENT = 1e-6  # relative and absolute (FORMATS.md)


def with_best_effort(infeasible: Plan, instance: Instance, problem: Problem, clock: Clock) -> Plan:
    """The same plan with the assignment that breaks the fewest rules; status, causes and repairs stay.

    Raises RecountDisagrees when the solver-free recount finds other figures or another number of broken rules.
    """
    assignment = fewest_broken(problem)
    members = instance.members
    chosen: list[int] = assignment.tolist()
    named = {home.id: members[m].id for home, m in zip(instance.households, chosen, strict=True)}
    counted = recount(instance, named, target_minutes=problem.target_minutes)
    _agree(counted, problem, assignment)
    return replace(
        infeasible,
        objective=counted.objective,
        terms=counted.terms,
        moves=counted.moves,
        seconds=clock.elapsed,
        assignment=named,
        over_ceiling=tuple(over_ceiling(problem, assignment)),
        broken=tuple(BrokenRule(one.rule, one.member, one.household, one.by) for one in counted.broken),
    )


def _agree(counted: Recount, problem: Problem, assignment: Ints32) -> None:
    pairs = (
        ("objective", terms_of(problem, assignment).objective, counted.objective),
        ("moves", moves_of(problem, assignment), counted.moves),
        ("broken", broken_rules(problem, assignment), sum(one.by for one in counted.broken)),
    )
    for name, ours, theirs in pairs:
        if abs(ours - theirs) > AGREEMENT * (1.0 + abs(theirs)):
            raise RecountDisagrees(f"{name}: the solver counts {ours!r}, the recount {theirs!r}. Please report it.")

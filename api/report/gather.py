"""A plan in the graph, gathered for map and workbook: the county as it is, with the links that the plan began from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from api.report.names import names_from_graph
from api.report.view import PlanView
from graph.database import Database
from graph.links import links_at
from graph.plans import StoredPlan, assignment_of
from planner.from_graph import instance_from_graph
from planner.instance import Instance
from planner.plan_file import Plan
from planner.problem import build_problem
from planner.reasons import lines, loads


def view_of(db: Database, stored: StoredPlan) -> PlanView:
    """A draft or a plan in force or retired, ready to be shown.

    Households and members are those of today; a household that the plan gave to somebody who is no member any more is
    left out, since nothing true could be said of its walk.
    """
    before = {link.household: link.member for link in links_at(db, stored.based_on)}
    assignment = assignment_of(db, stored)
    instance = as_planned(instance_from_graph(db), stored, before, assignment)
    problem = build_problem(instance)
    position = {member.id: i for i, member in enumerate(instance.members)}
    chosen = np.array([position[assignment[home.id]] for home in instance.households], dtype=np.int32)
    plan = as_plan(stored, instance.name)
    return PlanView(stored.id, plan, problem, lines(problem, chosen), loads(problem, chosen), names_from_graph(db))


def as_planned(
    instance: Instance, stored: StoredPlan, before: Mapping[str, str], assignment: Mapping[str, str]
) -> Instance:
    """The instance with the plan's target, `current` as before the plan, and the households that members get."""
    members = {member.id for member in instance.members}
    homes = tuple(
        replace(home, current=before.get(home.id)) for home in instance.households if assignment.get(home.id) in members
    )
    kept = {home.id for home in homes}
    pairs = tuple(pair for pair in instance.pairs if pair.household in kept)
    rules = replace(instance.rules, target_minutes=stored.target_minutes)
    return replace(instance, households=homes, pairs=pairs, rules=rules)


def as_plan(stored: StoredPlan, name: str) -> Plan:
    """The figures of a stored plan in the form that a plan file has."""
    return Plan(
        instance=name,
        sha256="",
        status=stored.solve_status,
        objective=stored.objective,
        bound=stored.bound,
        gap=stored.gap,
        target_minutes=stored.target_minutes,
        terms=stored.terms,
        moves=stored.moves,
        max_moves=stored.max_moves,
        seconds=stored.seconds,
        seed=stored.seed,
        version=stored.rules,
    )

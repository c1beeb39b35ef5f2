"""Members above the ceiling, and in words what makes up most of their workload."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.pairs import TENTHS
from planner.plan_file import OverCeiling
from planner.problem import Ints32, Problem
from planner.terms import loads_of

ALMOST = 1e-9


def over_ceiling(problem: Problem, assignment: Ints32) -> list[OverCeiling]:
    """Whoever carries more than the ceiling allows, the heaviest first; `minutes` is the workload L."""
    share, _ = problem.instance.rules.ceiling
    loads = loads_of(problem, assignment) / TENTHS
    ceiling = share * problem.target
    over = np.flatnonzero(loads > ceiling + ALMOST * np.maximum(1.0, ceiling))
    heaviest: list[int] = over[np.argsort(-loads[over], kind="stable")].tolist()
    return [
        OverCeiling(problem.instance.members[m].id, float(loads[m]), _why(problem, assignment, m, float(loads[m])))
        for m in heaviest
    ]


def _why(problem: Problem, assignment: Ints32, member: int, load_minutes: float) -> str:
    households = np.flatnonzero(assignment == member)
    service = float(problem.service[households].sum()) / TENTHS
    minutes, trips, often, building = max(_trips(problem, households, member), default=(0.0, 0.0, 0, -1))
    of = f"of the {load_minutes:,.1f} minutes a quarter, {_limits(problem, member)}"
    if service >= minutes or building < 0:
        visits = int(problem.visits[households].sum())
        return f"{visits:,} visits to {len(households):,} households are {service:,.1f} {of}"
    cause = next(h for h in households.tolist() if problem.building[h] == building and problem.visits[h] == often)
    home, place = problem.instance.households[cause], problem.instance.buildings[building]
    return (
        f"{often:,} trips of {trips:,.1f} minutes to {place.id}, as often as {home.id} ({home.risk}) there asks, are "
        f"{minutes:,.1f} {of}"
    )


def _trips(problem: Problem, households: np.ndarray, member: int) -> Iterator[tuple[float, float, int, int]]:
    """(minutes a quarter, minutes a trip, trips, building) for each building of the member."""
    for building in np.unique(problem.building[households]).tolist():
        often = int(problem.visits[households[problem.building[households] == building]].max())
        trip = float(problem.walk[member, building]) / TENTHS
        yield often * trip, trip, often, building


def _limits(problem: Problem, member: int) -> str:
    share, _ = problem.instance.rules.ceiling
    target = float(problem.target[member])
    return f"the target is {target:,.1f}, the ceiling {share * target:,.1f}"

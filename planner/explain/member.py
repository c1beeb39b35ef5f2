"""What makes up a member's workload: buildings, classes, households, and the lines of the charge that it passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.pairs import TENTHS
from graph.rules import RISKS
from planner.explain.share import Shares, shares_of
from planner.explain.standing import Standing, standing
from planner.instance import Instance
from planner.terms import balance_and_ceiling, loads_of

BELOW, ABOVE, CEILING = "below", "above", "ceiling"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of balance or ceiling: `at_minutes` it begins, each minute beyond costs `slope`, he pays `minutes`."""

    kind: str
    at_minutes: float
    slope: float
    passed: bool
    minutes: float


@dataclass(frozen=True, slots=True)
class AtBuilding:
    """What he walks to one building: n trips of so many minutes, for the household that asks most often."""

    building: str
    households: int
    trips: int
    trip_minutes: float
    minutes: float
    asked_by: str
    asked_by_risk: str


@dataclass(frozen=True, slots=True)
class OfClass:
    """Service of his households of one class."""

    risk: str
    households: int
    visits: int
    minutes: float


@dataclass(frozen=True, slots=True)
class OneHousehold:
    """What one of his households costs: by how much the objective falls when it is taken out, and its load."""

    household: str
    building: str
    risk: str
    visits: int
    walk_minutes: float
    share_minutes: float
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MemberExplained:
    """Minutes a quarter. `buildings`, `classes` and `households` have the dearest first; the load is their sum."""

    member: str
    senior: bool
    share: float
    load_minutes: float
    target_minutes: float
    service_minutes: float
    walking_minutes: float
    balance_minutes: float
    ceiling_minutes: float
    households_count: int
    least: int
    most: int
    orange: int
    orange_limit: int
    lines: tuple[Line, ...]
    buildings: tuple[AtBuilding, ...]
    classes: tuple[OfClass, ...]
    households: tuple[OneHousehold, ...]


def explain_member(instance: Instance, assignment: Mapping[str, str], member: str) -> MemberExplained:
    """Explain the workload of one member of a plan ({household: member}, every hard rule kept).

    Raises NotExplained for a member who is not there and for a plan that cannot stand.
    """
    return member_in(standing(instance, assignment), member)


def member_in(plan: Standing, member: str) -> MemberExplained:
    """As `explain_member`, where the look-ups are at hand."""
    m, problem = plan.member(member), plan.problem
    homes: list[int] = np.flatnonzero(plan.chosen == m).tolist()
    loads = loads_of(problem, plan.chosen)
    balance, ceiling = balance_and_ceiling(problem, loads)
    buildings = _buildings(plan, m, homes)
    shares = shares_of(problem, plan.chosen)
    return MemberExplained(
        member=member,
        senior=bool(problem.senior[m]),
        share=plan.instance.members[m].share,
        load_minutes=float(loads[m]) / TENTHS,
        target_minutes=float(problem.target[m]),
        service_minutes=float(problem.service[homes].sum()) / TENTHS,
        walking_minutes=sum(one.minutes for one in buildings),
        balance_minutes=float(balance[m]),
        ceiling_minutes=float(ceiling[m]),
        households_count=len(homes),
        least=int(problem.low[m]),
        most=int(problem.high[m]),
        orange=int(problem.orange[homes].sum()),
        orange_limit=problem.orange_limit,
        lines=_lines(plan, m, float(loads[m]) / TENTHS),
        buildings=buildings,
        classes=_classes(plan, homes),
        households=_households(plan, m, homes, shares),
    )


def _lines(plan: Standing, m: int, load: float) -> tuple[Line, ...]:
    rules, target = plan.instance.rules, float(plan.problem.target[m])
    at, slope = rules.balance.below[0] * target, rules.balance.below[1]
    below = Line(BELOW, at, slope, load < at, slope * max(0.0, at - load))
    rising = [(ABOVE, *line) for line in rules.balance.above] + [(CEILING, *rules.ceiling)]
    above = (
        Line(kind, share * target, rise, load > share * target, rise * max(0.0, load - share * target))
        for kind, share, rise in rising
    )
    return (below, *above)


def _buildings(plan: Standing, m: int, homes: list[int]) -> tuple[AtBuilding, ...]:
    problem, found = plan.problem, list[AtBuilding]()
    used: list[int] = np.unique(problem.building[homes]).tolist()
    for b in used:
        here = [h for h in homes if problem.building[h] == b]
        asks = max(here, key=lambda h: int(problem.visits[h]))
        home, trips, trip = (
            plan.instance.households[asks],
            int(problem.visits[asks]),
            float(problem.walk[m, b]) / TENTHS,
        )
        name = plan.instance.buildings[b].id
        found.append(AtBuilding(name, len(here), trips, trip, trips * trip, home.id, home.risk))
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.building)))


def _classes(plan: Standing, homes: list[int]) -> tuple[OfClass, ...]:
    problem, of = plan.problem, plan.instance.households
    found = list[OfClass]()
    for risk in RISKS:
        mine = [h for h in homes if of[h].risk == risk]
        if mine:
            minutes = float(problem.service[mine].sum()) / TENTHS
            found.append(OfClass(risk, len(mine), int(problem.visits[mine].sum()), minutes))
    return tuple(sorted(found, key=lambda one: -one.minutes))


def _households(plan: Standing, m: int, homes: list[int], shares: Shares) -> tuple[OneHousehold, ...]:
    total = shares.total
    found = [
        OneHousehold(
            household=plan.instance.households[h].id,
            building=plan.instance.households[h].building,
            risk=plan.instance.households[h].risk,
            visits=int(plan.problem.visits[h]),
            walk_minutes=plan.walk_minutes(m, h),
            share_minutes=float(total[h]),
            terms=shares.of(h).by_name(),
        )
        for h in homes
    ]
    return tuple(sorted(found, key=lambda one: (-one.share_minutes, one.household)))

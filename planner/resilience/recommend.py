"""Who should have a household: members ranked by what the whole plan would cost, after the best repair of the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.pairs import TENTHS
from planner.explain.household import Moved, Other, explain_in
from planner.explain.standing import Standing, standing
from planner.instance import Instance
from planner.resilience.mended import mended

DEFAULT_COUNT = 5
MORE = 2  # members looked at beyond those asked for: the nearest are not always the cheapest


@dataclass(frozen=True, slots=True)
class Option:
    """A member for the household. Minutes a quarter, but `walk_minutes`: there and back.

    `dearer_minutes`: what the whole plan costs more than with the best choice found, when the household is his and all
    that follows is repaired; `change_minutes`: the same against the plan as it stands. `knock_on`: the households that
    move beside it. `tie_minutes` of ties and wishes are kept; `neighbours`: his households in the same building.
    """

    member: str
    dearer_minutes: float
    change_minutes: float
    walk_minutes: float
    rank: int  # among all members, by distance
    households: int
    load_minutes: float
    target_minutes: float
    tie_minutes: float
    neighbours: int
    today: bool
    knock_on: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody near who cannot have the household, and by which rule: pin, avoids, senior, area, reach, or places."""

    member: str
    walk_minutes: float
    rule: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The members who would do best, the best first. `current` serves the household today.

    `as_today`: the rest stands as it is today; else (links that break rules, households of nobody) as it is after the
    fewest moves that mend it.
    """

    household: str
    building: str
    risk: str
    visits: int
    current: str | None
    as_today: bool
    options: tuple[Option, ...]
    refused: tuple[Refused, ...]


def recommend(instance: Instance, household: str, *, count: int = DEFAULT_COUNT, seed: int = 0) -> Recommended:
    """At most `count` members for a household. Work is counted, not timed.

    Raises NoPlanToday where no plan exists, NotExplained for a household that is not there.
    """
    instance = replace(instance, rules=replace(instance.rules, max_moves=None))
    base = mended(instance, seed)
    plan = standing(instance, base.assignment)
    h = plan.household(household)
    near = plan.by_distance(h)
    may = [m for m in near if plan.forbidden(m, h) is None]
    asked = list(dict.fromkeys([*may[: count + MORE], *_tied(plan, h, may), int(plan.chosen[h])]))
    found = explain_in(plan, household, seed=seed, asked=asked)
    options = [_option(plan, h, m, other) for m, other in zip(asked, found.others, strict=True) if other.repairable]
    told = sorted(options, key=lambda one: (one.dearer_minutes, one.walk_minutes, one.member))[:count]
    farthest = max((one.walk_minutes for one in told), default=0.0)
    without_place = [other for other in found.others if not other.repairable]
    refused = [_refused(plan, h, m) for m in near if plan.forbidden(m, h) and plan.walk_minutes(m, h) <= farthest]
    refused += [Refused(other.member, other.walk_minutes, "places") for other in without_place]
    return Recommended(
        household=household,
        building=found.building,
        risk=found.risk,
        visits=found.visits,
        current=found.current,
        as_today=base.as_today,
        options=tuple(told),
        refused=tuple(sorted(refused, key=lambda one: (one.walk_minutes, one.member))[:count]),
    )


def _tied(plan: Standing, h: int, may: list[int]) -> list[int]:
    """Today's member and those with ties or wishes, as far as they may have the household."""
    problem, allowed = plan.problem, set(may)
    tied = problem.tie_member[problem.tie_start[h] : problem.tie_start[h + 1]].tolist()
    return [m for m in (int(problem.current[h]), *tied) if m in allowed]


def _option(plan: Standing, h: int, m: int, other: Other) -> Option:
    problem = plan.problem
    ties = slice(problem.tie_start[h], problem.tie_start[h + 1])
    beside = (plan.chosen == m) & (problem.building == problem.building[h])
    beside[h] = False
    return Option(
        member=other.member,
        dearer_minutes=other.true_minutes or 0.0,
        change_minutes=other.change_minutes or 0.0,
        walk_minutes=other.walk_minutes,
        rank=other.rank,
        households=other.households,
        load_minutes=other.load_minutes,
        target_minutes=other.target_minutes,
        tie_minutes=int(problem.tie_value[ties][problem.tie_member[ties] == m].sum()) / TENTHS,
        neighbours=int(np.count_nonzero(beside)),
        today=plan.instance.households[h].current == other.member,
        knock_on=other.knock_on,
    )


def _refused(plan: Standing, h: int, m: int) -> Refused:
    return Refused(plan.instance.members[m].id, plan.walk_minutes(m, h), plan.forbidden(m, h) or "")

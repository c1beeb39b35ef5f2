"""Why a household is with its member: what it costs there, and what each of the nearest others would truly cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.pairs import TENTHS
from planner.explain.part import Part, near_members, part_of
from planner.explain.pricing import Priced, Pricing
from planner.explain.repair import minutes_of
from planner.explain.share import shares_of
from planner.explain.standing import Standing, standing
from planner.instance import Instance
from planner.problem import Ints32, Problem
from planner.terms import Terms, loads_of, terms_of

OTHERS, ALSO = 5, 3


@dataclass(frozen=True, slots=True)
class Moved:
    """A household that another choice moves, beside the one asked about."""

    household: str
    from_member: str
    to_member: str


@dataclass(frozen=True, slots=True)
class Other:
    """What it would cost to give the household to this member instead, minutes a quarter.

    `forbidden`: the rule that does not let him have it (planner.explain.standing), else None. `change_minutes`: what
    the plan's objective would change by after the best repair found of the knock-on. `true_minutes`: the same against
    the plan improved by as much search, so never below 0. Both are None when it is forbidden, or when no repair keeps
    the rules (`repairable` false). `pair_minutes`: what the move alone would change, were it legal without a repair.
    """

    member: str
    rank: int
    walk_minutes: float
    households: int
    load_minutes: float
    target_minutes: float
    forbidden: str | None = None
    repairable: bool = True
    change_minutes: float | None = None
    true_minutes: float | None = None
    pair_minutes: float | None = None
    terms: Terms | None = None
    knock_on: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdExplained:
    """`share`: what the objective falls by, term by term, when the household is taken out of the plan.

    `improvable_minutes`: by how much the same search improves the plan around the household without giving it away:
    what an `Other` saves below that is no merit of his. `others` are the nearest five members, `also` further ones
    worth asking about: today's, those with ties, the nearest who may.
    """

    household: str
    building: str
    risk: str
    visits: int
    service_minutes: float
    member: str
    rank: int
    walk_minutes: float
    load_minutes: float
    target_minutes: float
    households: int
    neighbours: int
    current: str | None
    pinned: bool
    tie_minutes: float
    best_tie_minutes: float
    share: Terms
    share_minutes: float
    improvable_minutes: float
    others: tuple[Other, ...]
    also: tuple[Other, ...]
    looked_at_members: int
    looked_at_households: int


def explain_household(
    instance: Instance, assignment: Mapping[str, str], household: str, *, seed: int = 0
) -> HouseholdExplained:
    """Explain one household of a plan ({household: member}, every hard rule kept). Work is counted, not timed.

    Raises NotExplained for a household that is not there and for a plan that cannot stand.
    """
    return explain_in(standing(instance, assignment), household, seed=seed)


def explain_in(
    plan: Standing, household: str, *, seed: int = 0, asked: Sequence[int] | None = None
) -> HouseholdExplained:
    """As `explain_household`, where the look-ups are at hand; `asked` are members to look at instead of those near."""
    h = plan.household(household)
    nearest = [m for m in plan.by_distance(h) if m != plan.chosen[h]]
    others, also = (nearest[:OTHERS], _also(plan, h, nearest)) if asked is None else (list(asked), [])
    may = [m for m in (*others, *also) if plan.forbidden(m, h) is None]
    part = _part(plan, h, may)
    priced = Pricing(part, h, seed)
    found = priced.all(may)
    return _explained(plan, h, part, priced, [found.get(m) or Priced(None) for m in (*others, *also)], (others, also))


def _also(plan: Standing, h: int, nearest: list[int]) -> list[int]:
    """Today's member, those with ties, and the nearest two who may have it, as far as they are not the nearest five."""
    problem = plan.problem
    tied = problem.tie_member[problem.tie_start[h] : problem.tie_start[h + 1]].tolist()
    allowed = problem.permitted(h)
    may = [m for m in nearest if allowed[m]][:2]
    today = [int(problem.current[h])] if problem.current[h] >= 0 else []
    first = [m for m in dict.fromkeys([*may, *today, *tied]) if m != plan.chosen[h] and m not in nearest[:OTHERS]]
    return first[:ALSO]


def _part(plan: Standing, h: int, may: list[int]) -> Part:
    own = int(plan.chosen[h])
    homes = [(plan.instance.members[m].x, plan.instance.members[m].y) for m in (own, *may)]
    around = np.array([plan.place(h), *homes])
    return part_of(plan.problem, plan.chosen, near_members(plan.problem, plan.chosen, around, [own, *may]))


def _explained(
    plan: Standing, h: int, part: Part, priced: Pricing, found: list[Priced], asked: tuple[list[int], list[int]]
) -> HouseholdExplained:
    problem, own, home = plan.problem, int(plan.chosen[h]), plan.instance.households[h]
    known = _table(plan, h)
    mine, share = known(own), shares_of(problem, plan.chosen).of(h)
    every = [
        _costed(plan, h, m, part, priced, one, known(m)) for m, one in zip((*asked[0], *asked[1]), found, strict=True)
    ]
    return HouseholdExplained(
        household=home.id,
        building=home.building,
        risk=home.risk,
        visits=int(problem.visits[h]),
        service_minutes=float(problem.service[h]) / TENTHS,
        member=mine.member,
        rank=mine.rank,
        walk_minutes=mine.walk_minutes,
        load_minutes=mine.load_minutes,
        target_minutes=mine.target_minutes,
        households=mine.households,
        neighbours=int(np.count_nonzero((plan.chosen == own) & (problem.building == problem.building[h]))),
        current=home.current,
        pinned=bool(problem.pin[h] == own),
        tie_minutes=_tie_tenths(problem, h, own) / TENTHS,
        best_tie_minutes=float(problem.best[h]) / TENTHS,
        share=share,
        share_minutes=share.objective,
        improvable_minutes=max(0.0, priced.before - priced.best.minutes) if priced.best.plan is not None else 0.0,
        others=tuple(every[: len(asked[0])]),
        also=tuple(every[len(asked[0]) :]),
        looked_at_members=part.problem.members,
        looked_at_households=part.problem.households,
    )


def _table(plan: Standing, h: int) -> Callable[[int], Other]:
    """What is known of a member beside a price: his place among the nearest to the household, and what he has today."""
    loads = loads_of(plan.problem, plan.chosen) / TENTHS
    held = np.bincount(plan.chosen, minlength=plan.problem.members)
    ranks = {m: rank for rank, m in enumerate(plan.by_distance(h), start=1)}

    def known(m: int) -> Other:
        return Other(
            member=plan.instance.members[m].id,
            rank=ranks[m],
            walk_minutes=plan.walk_minutes(m, h),
            households=int(held[m]),
            load_minutes=float(loads[m]),
            target_minutes=float(plan.problem.target[m]),
        )

    return known


def _tie_tenths(problem: Problem, h: int, m: int) -> int:
    span = slice(problem.tie_start[h], problem.tie_start[h + 1])
    return int(problem.tie_value[span][problem.tie_member[span] == m].sum())


def _costed(plan: Standing, h: int, m: int, part: Part, priced: Pricing, one: Priced, known: Other) -> Other:
    rule = plan.forbidden(m, h)
    if rule is not None or one.plan is None:
        return replace(known, forbidden=rule, repairable=rule is not None)
    here, there = terms_of(part.problem, part.plan), terms_of(part.problem, one.plan)
    changes = {term: there.by_name()[term] - value for term, value in here.by_name().items()}
    moved = part.plan.copy()
    moved[priced.h] = part.member_here(m)
    differ = np.flatnonzero(one.plan != priced.best.plan).tolist()
    return replace(
        known,
        change_minutes=one.minutes - priced.before,
        true_minutes=max(0.0, one.minutes - priced.best.minutes),
        pair_minutes=minutes_of(part.problem, moved) - priced.before,
        terms=Terms(**changes),
        knock_on=tuple(_moved(plan, part, priced.best.plan, one.plan, i) for i in differ if i != priced.h),
    )


def _moved(plan: Standing, part: Part, before: Ints32 | None, after: Ints32, i: int) -> Moved:
    members = plan.instance.members
    old = after if before is None else before
    return Moved(
        plan.instance.households[int(part.household[i])].id,
        members[int(part.member[old[i]])].id,
        members[int(part.member[after[i]])].id,
    )

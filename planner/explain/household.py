"""Why a household is with its member: what it costs there, and what each of the nearest others would truly cost."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from graph.pairs import TENTHS
from planner.explain.part import Part, near_members, part_of, pinned
from planner.explain.repair import improved, legal_near, minutes_of
from planner.explain.share import shares_of
from planner.explain.standing import Standing, standing
from planner.instance import Instance
from planner.problem import Ints32, Problem
from planner.terms import Terms, loads_of, terms_of

OTHERS, ALSO = 5, 3
THREADS = 2
ROUNDS, ENOUGH = 3, 0.05  # as long as a better plan is met, by more than so many minutes


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


def explain_in(plan: Standing, household: str, *, seed: int = 0) -> HouseholdExplained:
    """As `explain_household`, where the look-ups are at hand."""
    h = plan.household(household)
    nearest = [m for m in plan.by_distance(h) if m != plan.chosen[h]]
    others, also = nearest[:OTHERS], _also(plan, h, nearest)
    may = [m for m in (*others, *also) if plan.forbidden(m, h) is None]
    part = _part(plan, h, may)
    priced = _Pricing(plan, part, h, seed)
    found = priced.all(may)
    return _explained(plan, h, part, priced, [found.get(m) or _Priced(None) for m in (*others, *also)], (others, also))


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


@dataclass(frozen=True, slots=True)
class _Priced:
    """The best plan found of the part with the household at one member, (H of the part,), and its minutes."""

    plan: Ints32 | None
    minutes: float = 0.0


class _Pricing:
    """The same search for the plan as it is, and with the household at each of some members."""

    def __init__(self, plan: Standing, part: Part, h: int, seed: int) -> None:
        self.part, self.seed = part, seed
        self.h = part.household_here(h)
        self.before = minutes_of(part.problem, part.plan)
        self.best = self._search(part.problem, part.plan)

    def _search(self, problem: Problem, start: Ints32 | None, disturbed: float = 0.0) -> _Priced:
        found = None if start is None else improved(problem, start, self.seed, disturbed=disturbed)
        if found is None:
            return _Priced(None)
        return _Priced(found, minutes_of(problem, found))

    def at(self, member: int, start: Ints32 | None) -> _Priced:
        """With the household at this member, from a plan in which it is perhaps not."""
        if start is None:
            return _Priced(None)
        wanted = start.copy()
        wanted[self.h] = self.part.member_here(member)
        problem = pinned(self.part.problem, self.h, self.part.member_here(member))
        legal = legal_near(problem, wanted)
        return (
            _Priced(None) if legal is None else self._search(problem, legal, minutes_of(problem, legal) - self.before)
        )

    def all(self, members: list[int]) -> dict[int, _Priced]:
        """Each member's best: from the improved plan, and again while one of these searches meets a better one.

        A plan found for one member holds gains that have nothing to do with him; all the others get them too.
        """
        found: dict[int, _Priced] = {m: _Priced(None) for m in members}
        for _ in range(ROUNDS if self.best.plan is not None else 0):
            reference = self.best
            for m, one in self._round(members, reference.plan).items():
                found[m] = _cheaper(found[m], one)
            self.best = min((self.best, *(one for one in found.values() if one.plan is not None)), key=_minutes)
            if self.best.minutes > reference.minutes - ENOUGH:
                break
            self.best = _cheaper(self.best, self._search(self.part.problem, self.best.plan))
        return found

    def _round(self, members: list[int], start: Ints32 | None) -> dict[int, _Priced]:
        with ThreadPoolExecutor(THREADS) as pool:
            waiting = [pool.submit(self.at, m, start) for m in members]
            return {m: one.result() for m, one in zip(members, waiting, strict=True)}


def _minutes(one: _Priced) -> float:
    return one.minutes


def _cheaper(one: _Priced, other: _Priced) -> _Priced:
    if one.plan is None or other.plan is None:
        return other if one.plan is None else one
    return min(one, other, key=lambda priced: priced.minutes)


def _explained(
    plan: Standing, h: int, part: Part, priced: _Pricing, found: list[_Priced], asked: tuple[list[int], list[int]]
) -> HouseholdExplained:
    problem, own, home = plan.problem, int(plan.chosen[h]), plan.instance.households[h]
    share = shares_of(problem, plan.chosen).of(h)
    loads = loads_of(problem, plan.chosen) / TENTHS
    held = np.bincount(plan.chosen, minlength=problem.members)
    ranks = {m: rank for rank, m in enumerate(plan.by_distance(h), start=1)}
    ties = dict(
        zip(
            *(
                a[problem.tie_start[h] : problem.tie_start[h + 1]].tolist()
                for a in (problem.tie_member, problem.tie_value)
            ),
            strict=True,
        )
    )

    def other(m: int, one: _Priced) -> Other:
        known = Other(
            member=plan.instance.members[m].id,
            rank=ranks[m],
            walk_minutes=plan.walk_minutes(m, h),
            households=int(held[m]),
            load_minutes=float(loads[m]),
            target_minutes=float(problem.target[m]),
        )
        return _costed(plan, h, m, part, priced, one, known)

    every = [other(m, one) for m, one in zip((*asked[0], *asked[1]), found, strict=True)]
    neighbours = int(np.count_nonzero((plan.chosen == own) & (problem.building == problem.building[h])))
    return HouseholdExplained(
        household=home.id,
        building=home.building,
        risk=home.risk,
        visits=int(problem.visits[h]),
        service_minutes=float(problem.service[h]) / TENTHS,
        member=plan.instance.members[own].id,
        rank=ranks[own],
        walk_minutes=plan.walk_minutes(own, h),
        load_minutes=float(loads[own]),
        target_minutes=float(problem.target[own]),
        households=int(held[own]),
        neighbours=neighbours,
        current=home.current,
        pinned=bool(problem.pin[h] == own),
        tie_minutes=ties.get(own, 0) / TENTHS,
        best_tie_minutes=float(problem.best[h]) / TENTHS,
        share=share,
        share_minutes=share.objective,
        improvable_minutes=max(0.0, priced.before - priced.best.minutes) if priced.best.plan is not None else 0.0,
        others=tuple(every[: len(asked[0])]),
        also=tuple(every[len(asked[0]) :]),
        looked_at_members=part.problem.members,
        looked_at_households=part.problem.households,
    )


def _costed(plan: Standing, h: int, m: int, part: Part, priced: _Pricing, one: _Priced, known: Other) -> Other:
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

"""Tries a change out: the same short search around it with and without the change; what is left is its saving."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.advise.candidates import Candidate
from planner.changes import apply_changes
from planner.explain.part import Part, near_members, part_of
from planner.explain.repair import improved, legal_near, minutes_of
from planner.explain.standing import Standing
from planner.instance import Instance
from planner.problem import Ints32, Problem, build_problem
from planner.terms import terms_of


@dataclass(frozen=True, slots=True)
class Trial:
    """`saving`: minutes that the change saves over the plan improved by as much search without it.

    `assignment` {household: member} of the part with the change; `change`: of each term to the plan as it stands.
    """

    candidate: Candidate
    saving: float
    change: dict[str, float]
    assignment: dict[str, str]
    moved: int


def try_out(plan: Standing, candidate: Candidate, seed: int) -> Trial | None:
    """None when the changed part has no plan near. Everybody farther away stays as he is, so the saving is a floor."""
    part = _around(plan, candidate)
    cut = _cut(plan, part)
    best = part.problem.best
    plain = replace(build_problem(cut), best=best)
    after = build_problem(apply_changes(cut, candidate.changes))
    after = replace(after, best=np.maximum(best, after.best))
    without = _best(plain, part.plan, None, seed)
    with_it = None if without is None else _best(after, without, None, seed)
    if without is None or with_it is None:
        return None
    # Gains that the second search met and that need no change are no merit of the change: the first gets them too.
    gained = without
    without = _best(plain, np.where(with_it < plain.members, with_it, without).astype(np.int32), gained, seed + 1)
    with_it = _best(after, without if without is not None else gained, with_it, seed + 1)
    if without is None or with_it is None:
        return None
    saving = minutes_of(plain, without) - minutes_of(after, with_it)
    people = apply_changes(cut, candidate.changes).members
    chosen: list[int] = with_it.tolist()
    named = {home.id: people[m].id for home, m in zip(cut.households, chosen, strict=True)}
    moved = int(np.count_nonzero(with_it != without))
    now, then = terms_of(plain, part.plan).by_name(), terms_of(after, with_it).by_name()
    return Trial(candidate, saving, {term: then[term] - now[term] for term in now}, named, moved)


def _best(problem: Problem, wanted: Ints32, known: Ints32 | None, seed: int) -> Ints32 | None:
    """The cheaper of `known` and what the search makes of the legal plan nearest to `wanted`."""
    start = legal_near(problem, wanted)
    found = None if start is None else improved(problem, start, seed)
    if found is None or known is None:
        return known if found is None else found
    return min(found, known, key=lambda one: minutes_of(problem, one))


def _around(plan: Standing, candidate: Candidate) -> Part:
    people, building = plan.instance.members, plan.instance.buildings[candidate.building]
    of: tuple[int, ...] = candidate.members
    points = [(building.x, building.y), *((people[m].x, people[m].y) for m in of)]
    here = np.flatnonzero(plan.problem.building == candidate.building)
    must = {*candidate.members, *plan.chosen[here].tolist()}
    if candidate.household is not None:
        must.add(int(plan.chosen[candidate.household]))
    return part_of(plan.problem, plan.chosen, near_members(plan.problem, plan.chosen, np.array(points), must))


def _cut(plan: Standing, part: Part) -> Instance:
    """The part as an instance of its own, at the same target, with what the others leave of a limit of moves."""
    members = {member.id for member in part.problem.instance.members}
    homes = tuple(
        replace(home, current=home.current if home.current in members else None)
        for home in part.problem.instance.households
    )
    kept = {home.id for home in homes}
    limit = part.problem.max_moves
    rules = replace(
        plan.instance.rules,
        target_minutes=plan.problem.target_minutes,
        max_moves=None if limit < 0 else limit,
    )
    return replace(
        part.problem.instance,
        rules=rules,
        households=homes,
        pairs=tuple(p for p in plan.instance.pairs if p.member in members and p.household in kept),
    )

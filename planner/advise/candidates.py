"""Changes that may save much, found cheaply by prices: each kind its best few, to be tried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graph.pairs import TENTHS
from planner.advise.worth import Worth
from planner.changes import member_document
from planner.instance import Member
from planner.problem import walk_tenths

MAKE_SENIOR, ADD_MEMBERS, RAISE_UPPER, LOWER_LOWER = (
    "make_senior",
    "add_members",
    "raise_upper_bound",
    "lower_lower_bound",
)
RAISE_ORANGE, WIDEN_AREA, LIFT_PIN, LIFT_AVOID = "raise_orange", "widen_area", "lift_pin", "lift_avoid"
A_KIND = 5  # candidates of each kind at most
DEAREST = 150  # households looked at, the highest prices first
NEAREST = 8  # members near a household
APART_M = 1000.0  # metres between two newcomers: closer ones are one idea


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change, what it may save by prices (minutes), and whom and what place (position of a building) it is about."""

    kind: str
    estimate: float
    changes: Mapping[str, Any]
    members: tuple[int, ...]
    building: int
    household: int | None = None
    area: str | None = None


def candidates_of(worth: Worth) -> list[Candidate]:
    """Every kind's best, the highest estimate first."""
    kinds = (seniors, newcomers, upper_bounds, lower_bounds, orange_limit, areas, lifted_pairs)
    found = [candidate for kind in kinds for candidate in kind(worth)]
    return sorted(found, key=lambda one: -one.estimate)


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted((one for one in found if one.estimate > 0), key=lambda one: -one.estimate)[:A_KIND]


def _dearest(worth: Worth, *, orange: bool = False) -> list[int]:
    problem = worth.plan.problem
    price = np.where(problem.orange | (not orange), worth.price, -np.inf)
    count = int(problem.orange.sum()) if orange else problem.households
    return np.argsort(-price, kind="stable")[: min(DEAREST, count)].tolist()


def _changed(worth: Worth, m: int, **fields: Any) -> dict[str, Any]:
    """The complete member with these fields changed, as `changes`."""
    return {"members": [member_document(replace(worth.plan.instance.members[m], **fields))]}


def seniors(worth: Worth) -> list[Candidate]:
    """Who is near dear orange households and not senior: the gains of as many as one may have."""
    problem, gains = worth.plan.problem, defaultdict[int, list[tuple[float, int]]](list)
    for h in _dearest(worth, orange=True):
        gain = worth.gain(h)
        near = [
            m for m in worth.plan.by_distance(h) if not problem.senior[m] and problem.reachable[m, problem.building[h]]
        ]
        for m in near[:NEAREST]:
            gains[m].append((float(gain[m]), h))
    found: list[Candidate] = []
    for m, rows in gains.items():
        best = sorted(rows, reverse=True)[: problem.orange_limit]
        if best:
            estimate, place = sum(max(0.0, gain) for gain, _ in best), int(problem.building[best[0][1]])
            found.append(Candidate(MAKE_SENIOR, estimate, _changed(worth, m, senior=True), (m,), place))
    return _best(found)


def newcomers(worth: Worth) -> list[Candidate]:
    """A further member, senior, who lives where the dearest households are; the places are some way apart."""
    plan, problem = worth.plan, worth.plan.problem
    taken = {member.id for member in plan.instance.members}
    name = next(f"new-{i}" for i in range(1, len(taken) + 2) if f"new-{i}" not in taken)
    lived_in: list[int] = problem.building[_dearest(worth)].tolist()
    places = list(dict.fromkeys(lived_in))
    people = tuple(
        Member(name, plan.instance.buildings[b].x, plan.instance.buildings[b].y, senior=True) for b in places
    )
    if not people:
        return []
    walk = walk_tenths(replace(plan.instance, members=people)) / TENTHS
    most = problem.instance.rules.households_per_member[1]
    target = (
        {} if plan.instance.rules.target_minutes is not None else {"rules": {"target_minutes": problem.target_minutes}}
    )
    ranked: list[Candidate] = []
    for i, person in enumerate(people):
        gain = worth.price - problem.visits * walk[i, problem.building] - problem.building_tenths / TENTHS
        estimate = float(np.maximum(0.0, np.sort(gain)[::-1][:most]).sum())
        changes = {"members": [member_document(person)], **target}
        ranked.append(Candidate(ADD_MEMBERS, estimate, changes, (), places[i]))
    kept: list[Candidate] = []
    for one in sorted(ranked, key=lambda one: -one.estimate):
        spot = plan.instance.buildings[one.building]
        others = (plan.instance.buildings[other.building] for other in kept)
        if all(np.hypot(spot.x - other.x, spot.y - other.y) > APART_M for other in others):
            kept.append(one)
    return _best(kept)


def upper_bounds(worth: Worth) -> list[Candidate]:
    """One household more for those who are full and have dear ones near that others have."""
    plan, problem = worth.plan, worth.plan.problem
    best: dict[int, tuple[float, int]] = {}
    for h in _dearest(worth):
        allowed, gain = problem.permitted(h), worth.gain(h)
        for m in [m for m in plan.by_distance(h) if allowed[m] and m != plan.chosen[h]][:NEAREST]:
            if worth.held[m] == problem.high[m]:
                best[m] = max(best.get(m, (0.0, -1)), (float(gain[m]), int(problem.building[h])))
    return _best(
        Candidate(RAISE_UPPER, gain, _changed(worth, m, households=_bounds(worth, m, 0, 1)), (m,), place)
        for m, (gain, place) in best.items()
    )


def lower_bounds(worth: Worth) -> list[Candidate]:
    """One household less for those who have just enough, and one that costs him much more than the nearest other."""
    plan, problem = worth.plan, worth.plan.problem
    total, found = worth.shares.total, list[Candidate]()
    for m in np.flatnonzero((worth.held == problem.low) & (worth.held > 0)).tolist():
        mine: list[int] = np.flatnonzero(plan.chosen == m).tolist()
        h = max(mine, key=lambda h: float(total[h]))
        changes = _changed(worth, m, households=_bounds(worth, m, -1, 0))
        found.append(Candidate(LOWER_LOWER, float(total[h]), changes, (m,), int(problem.building[h])))
    return _best(found)


def _bounds(worth: Worth, m: int, low: int, high: int) -> tuple[int, int]:
    least, most = worth.plan.instance.bounds(worth.plan.instance.members[m])
    return least + low, most + high


def orange_limit(worth: Worth) -> list[Candidate]:
    """One orange household more for everybody, tried out where a dear one lives near somebody who has all he may."""
    plan, problem = worth.plan, worth.plan.problem
    changes = {"rules": {"orange_per_member": problem.orange_limit + 1}}
    found: list[Candidate] = []
    for h in _dearest(worth, orange=True):
        full = problem.permitted(h) & (worth.orange >= problem.orange_limit)
        full[plan.chosen[h]] = False
        if full.any():
            gain = np.where(full, worth.gain(h), -np.inf)
            m = int(gain.argmax())
            found.append(Candidate(RAISE_ORANGE, float(gain[m]), changes, (m,), int(problem.building[h])))
    return _best(found)[:1]


def areas(worth: Worth) -> list[Candidate]:
    """A member near dear households of an area that is not his: the area is added to his."""
    plan, problem = worth.plan, worth.plan.problem
    gains: dict[tuple[int, str], float] = defaultdict(float)
    place: dict[tuple[int, str], int] = {}
    for h in _dearest(worth):
        b, gain = int(problem.building[h]), worth.gain(h)
        area = plan.instance.buildings[b].area
        if area is None:
            continue
        for m in plan.by_distance(h)[:NEAREST]:
            own = plan.instance.members[m].areas
            if own is not None and area not in own and (problem.senior[m] or not problem.orange[h]):
                gains[m, area] += max(0.0, float(gain[m]))
                place.setdefault((m, area), b)
    return _best(
        Candidate(
            WIDEN_AREA,
            gain,
            _changed(worth, m, areas=(plan.instance.members[m].areas or frozenset()) | {area}),
            (m,),
            place[m, area],
            area=area,
        )
        for (m, area), gain in gains.items()
    )


def lifted_pairs(worth: Worth) -> Iterator[Candidate]:
    """Pins and avoidances without which a household would cost less elsewhere."""
    plan, problem = worth.plan, worth.plan.problem
    home_at = {home.id: h for h, home in enumerate(plan.instance.households)}
    member_at = {member.id: m for m, member in enumerate(plan.instance.members)}
    found: dict[str, list[Candidate]] = {"pin": [], "avoids": []}
    for pair in dict.fromkeys(plan.instance.pairs):
        if pair.kind not in found:
            continue
        h, m = home_at[pair.household], member_at[pair.member]
        gain = worth.gain(h) + float(worth.shares.total[h] - worth.price[h])
        free = problem.reachable[:, problem.building[h]] & (problem.senior | (not problem.orange[h]))
        free[plan.chosen[h]] = False
        if pair.kind == "avoids":
            free &= np.arange(problem.members) == m
        if free.any():
            dropped = {"member": pair.member, "household": pair.household, "kind": pair.kind}
            kind = LIFT_PIN if pair.kind == "pin" else LIFT_AVOID
            best = int(np.where(free, gain, -np.inf).argmax())
            members = tuple(dict.fromkeys((m, best)))
            one = Candidate(kind, float(gain[best]), {"drop_pairs": [dropped]}, members, int(problem.building[h]), h)
            found[pair.kind].append(one)
    for rows in found.values():
        yield from _best(rows)

"""A part of a plan: some members with the households they have; everybody else stays as he is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from planner.problem import PINNED_TO_NOBODY, Floats, Ints, Ints32, Problem

Thing = TypeVar("Thing")
MOST_MEMBERS = 40  # beyond these a repair hardly reaches; measured on made-up counties


@dataclass(frozen=True, slots=True)
class Part:
    """`problem` has the members `member` and the households `household` (ascending positions in the whole).

    `plan` (H of the part,) is what they have, by position here. What changes here changes the whole by as much.
    """

    problem: Problem
    member: Ints
    household: Ints
    plan: Ints32

    def member_here(self, member: int) -> int:
        """Where this member of the whole is."""
        return int(np.searchsorted(self.member, member))

    def household_here(self, household: int) -> int:
        """Where this household of the whole is."""
        return int(np.searchsorted(self.household, household))

    def into(self, whole: Ints32, here: Ints32) -> Ints32:
        """The whole assignment with this part of it replaced."""
        merged = whole.copy()
        merged[self.household] = self.member[here]
        return merged


def near_members(problem: Problem, assignment: Ints32, around: Floats, must: Iterable[int]) -> Ints:
    """The members of `must`, and as many of those who live or serve nearest to the points `around` (N, 2) as fit."""
    homes = np.array([(m.x, m.y) for m in problem.instance.members], dtype=np.float64)
    places = np.array([(b.x, b.y) for b in problem.instance.buildings], dtype=np.float64)
    rank = np.full(problem.members, problem.members, dtype=np.int64)
    for point in around:
        away: Floats = np.hypot(*(homes - point).T)
        np.minimum.at(away, assignment, np.hypot(*(places - point).T)[problem.building])
        np.minimum.at(rank, np.argsort(away, kind="stable"), np.arange(problem.members))
    rank[list(must)] = -1
    return np.sort(np.argsort(rank, kind="stable")[: max(MOST_MEMBERS, int((rank < 0).sum()))])


def part_of(problem: Problem, assignment: Ints32, members: Ints) -> Part:
    """The part of a plan that these members (ascending) have. A limit of moves is what the others leave of it."""
    here = np.full(problem.members, -1, dtype=np.int64)
    here[members] = np.arange(len(members))
    household = np.flatnonzero(here[assignment] >= 0)
    buildings, building = np.unique(problem.building[household], return_inverse=True)
    tie_start, tie_member, tie_rows = _rows(problem.tie_start, problem.tie_member, household, here)
    avoid_start, avoid_member, _ = _rows(problem.avoid_start, problem.avoid_member, household, here)
    current = _renamed(problem.current[household], here, elsewhere=-1)
    instance = problem.instance
    part = replace(
        problem,
        instance=replace(
            instance,
            members=_picked(instance.members, members),
            buildings=_picked(instance.buildings, buildings.astype(np.int64)),
            households=_picked(instance.households, household),
            pairs=(),
        ),
        visits=problem.visits[household],
        service=problem.service[household],
        building=building.reshape(-1).astype(np.int32),
        orange=problem.orange[household],
        pin=_renamed(problem.pin[household], here, elsewhere=PINNED_TO_NOBODY),
        current=current,
        best=problem.best[household],
        tie_start=tie_start,
        tie_member=tie_member,
        tie_value=problem.tie_value[tie_rows],
        avoid_start=avoid_start,
        avoid_member=avoid_member,
        senior=problem.senior[members],
        low=problem.low[members],
        high=problem.high[members],
        target=problem.target[members],
        walk=np.ascontiguousarray(problem.walk[np.ix_(members, buildings)]),
        reachable=np.ascontiguousarray(problem.reachable[np.ix_(members, buildings)]),
    )
    plan = here[assignment[household]].astype(np.int32)
    return Part(_with_moves_left(problem, assignment, part, plan), members, household, plan)


def _picked(things: tuple[Thing, ...], chosen: Ints) -> tuple[Thing, ...]:
    positions: list[int] = chosen.tolist()
    return tuple(things[i] for i in positions)


def _renamed(members: Ints32, here: Ints, *, elsewhere: int) -> Ints32:
    """Positions in the part; negative ones stay as they are, members outside become `elsewhere`."""
    inside = np.where(here[np.maximum(members, 0)] >= 0, here[np.maximum(members, 0)], elsewhere)
    return np.where(members >= 0, inside, members).astype(np.int32)


def _rows(start: Ints32, member: Ints32, household: Ints, here: Ints) -> tuple[Ints32, Ints32, Ints]:
    """(start, member, positions in the old rows) of the pairs between households and members of the part."""
    of = np.repeat(np.arange(len(start) - 1), np.diff(start))
    inside = np.zeros(len(start) - 1, dtype=np.bool_)
    inside[household] = True
    kept = np.flatnonzero(inside[of] & (here[member] >= 0))
    counts = np.bincount(of[kept], minlength=len(start) - 1)[household]
    new = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return new, here[member[kept]].astype(np.int32), kept


def _with_moves_left(problem: Problem, assignment: Ints32, part: Problem, plan: Ints32) -> Problem:
    """What the limit of moves leaves for those who can still be where they are today."""
    if problem.max_moves < 0:
        return part
    moved = int(np.count_nonzero((problem.current >= 0) & (problem.current != assignment)))
    inside = int(np.count_nonzero((part.current >= 0) & (part.current != plan)))
    return replace(part, max_moves=max(inside, problem.max_moves - (moved - inside)))


def pinned(problem: Problem, household: int, member: int) -> Problem:
    """The problem with this household kept at this member."""
    pin = problem.pin.copy()
    pin[household] = member
    return replace(problem, pin=pin)

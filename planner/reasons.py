"""Why a household is with its member: the figures that a planner asks for first, household by household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.pairs import TENTHS
from planner.problem import Ints, Ints32, Problem

KEPT, MOVED, FORCED, NEW = "kept", "moved", "forced", "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One household of a plan.

    `minutes` is its part of the member's workload a quarter: its visits, and an equal part of the trips to its
    building; these parts add up to the workload. `walk_minutes` is one trip there and back. `rank` 1 means that no
    permitted member is nearer. `neighbours` is how many households of the building the member has, this one included.
    """

    household: int
    member: int
    minutes: float
    walk_minutes: float
    rank: int
    neighbours: int
    pinned: bool
    tie_minutes: float
    change: str


@dataclass(frozen=True, slots=True)
class Load:
    """One member of a plan: workload L and target T_m in minutes a quarter, households, orange ones among them."""

    member: int
    minutes: float
    target_minutes: float
    households: int
    orange: int


def _groups(problem: Problem, assignment: Ints32) -> tuple[Ints, Ints, Ints]:
    """(group of each household, households by group, most visits by group); a group is a (member, building)."""
    key = assignment.astype(np.int64) * max(1, problem.buildings) + problem.building
    _, group, size = np.unique(key, return_inverse=True, return_counts=True)
    most = np.zeros(len(size), dtype=np.int64)
    np.maximum.at(most, group, problem.visits)
    return group.astype(np.int64), size.astype(np.int64), most


def _tie(problem: Problem, member: int, household: int) -> int:
    span = slice(problem.tie_start[household], problem.tie_start[household + 1])
    return int(problem.tie_value[span][problem.tie_member[span] == member].sum())


def _change(problem: Problem, member: int, household: int, today: int | None) -> str:
    """How the household came to its member; `today` is the member's position, None for nobody or somebody gone."""
    if problem.instance.households[household].current is None:
        return NEW
    if today == member:
        return KEPT
    return MOVED if problem.current[household] >= 0 else FORCED


def _ranks(problem: Problem, assignment: Ints32, chosen: Sequence[int]) -> NDArray[np.int64]:
    """How many permitted members are strictly nearer, plus one."""
    ranks = np.ones(len(chosen), dtype=np.int64)
    for i, h in enumerate(chosen):
        walk = problem.walk[:, problem.building[h]]
        ranks[i] += int((problem.permitted(h) & (walk < walk[assignment[h]])).sum())
    return ranks


def lines(problem: Problem, assignment: Ints32, only: Sequence[int] | None = None) -> list[Line]:
    """A line for each household, or for those of `only`, in order. `assignment` is (H,), member positions."""
    chosen = range(problem.households) if only is None else only
    group, size, most = _groups(problem, assignment)
    ranks = _ranks(problem, assignment, chosen)
    position = {member.id: i for i, member in enumerate(problem.instance.members)}
    result: list[Line] = []
    for rank, h in zip(ranks, chosen, strict=True):
        m, g = int(assignment[h]), group[h]
        walk = float(problem.walk[m, problem.building[h]])
        trips = float(most[g]) * walk / float(size[g])
        today = position.get(problem.instance.households[h].current or "")
        result.append(
            Line(
                household=h,
                member=m,
                minutes=(float(problem.service[h]) + trips) / TENTHS,
                walk_minutes=walk / TENTHS,
                rank=int(rank),
                neighbours=int(size[g]),
                pinned=bool(problem.pin[h] >= 0),
                tie_minutes=_tie(problem, m, h) / TENTHS,
                change=_change(problem, m, h, today),
            )
        )
    return result


def loads(problem: Problem, assignment: Ints32) -> list[Load]:
    """The workload of every member under the plan."""
    group, size, most = _groups(problem, assignment)
    owner = np.zeros(len(size), dtype=np.int64)
    place = np.zeros(len(size), dtype=np.int64)
    owner[group], place[group] = assignment, problem.building
    minutes = np.bincount(owner, most * problem.walk[owner, place], minlength=problem.members)
    minutes += np.bincount(assignment, problem.service, minlength=problem.members)
    count = np.bincount(assignment, minlength=problem.members)
    orange = np.bincount(assignment[problem.orange], minlength=problem.members)
    return [
        Load(m, float(minutes[m]) / TENTHS, float(problem.target[m]), int(count[m]), int(orange[m]))
        for m in range(problem.members)
    ]

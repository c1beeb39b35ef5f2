"""Members that the search tries for each household: the nearest who may take it, its ties, its member of today."""

from __future__ import annotations

import numpy as np

from planner.problem import NO_PIN, Ints, Ints32, Problem

NEAREST = 14
NEAR_BUILDINGS = 12


def nearest_members(problem: Problem, count: int, *, senior_only: bool) -> Ints32:
    """(B, K ≤ count) the nearest members who may go to each building, nearest first; −1 where there are fewer."""
    allowed = problem.reachable & problem.senior[:, None] if senior_only else problem.reachable
    far = np.iinfo(np.int32).max
    distance = np.where(allowed, problem.walk, far).T
    count = min(count, problem.members)
    nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
    away = np.take_along_axis(distance, nearest, axis=1)
    order = np.lexsort((nearest, away), axis=1)
    members = np.where(np.take_along_axis(away, order, axis=1) < far, np.take_along_axis(nearest, order, axis=1), -1)
    return members.astype(np.int32)


def candidates_of(problem: Problem, priced: Ints32 | None = None) -> tuple[Ints, Ints32]:
    """(start, member): household h's candidates are member[start[h] : start[h + 1]], the most promising first.

    `priced` is (H, K), members of low reduced cost under the bound's prices, the lowest first; they come in between.
    """
    anybody = nearest_members(problem, NEAREST, senior_only=False).tolist()
    seniors = nearest_members(problem, NEAREST, senior_only=True).tolist()
    more: list[list[int]] = [] if priced is None else priced.tolist()
    start = np.zeros(problem.households + 1, dtype=np.int64)
    members: list[int] = []
    ties, current = problem.tie_member.tolist(), problem.current.tolist()
    for h, b in enumerate(problem.building.tolist()):
        if problem.pin[h] == NO_PIN:
            near = seniors[b] if problem.orange[h] else anybody[b]
            tied = ties[problem.tie_start[h] : problem.tie_start[h + 1]]
            mixed = [m for pair in zip(more[h], near, strict=False) for m in pair] if more else []
            found = dict.fromkeys([*tied, current[h], *mixed, *near])
            found.pop(-1, None)
            members += found
        start[h + 1] = len(members)
    return start, np.array(members, dtype=np.int32)


def near_buildings(problem: Problem) -> Ints32:
    """(B, N) the nearest buildings with households of each building, itself first where it has any."""
    lived_in = np.unique(problem.building).astype(np.int64)
    at = np.array([(b.x, b.y) for b in problem.instance.buildings], dtype=np.float64).reshape(-1, 2)
    count = min(NEAR_BUILDINGS, len(lived_in))
    near = np.zeros((problem.buildings, max(1, count)), dtype=np.int32)
    for b in lived_in:
        distance = np.hypot(*(at[lived_in] - at[b]).T)
        near[b, :count] = lived_in[np.argsort(distance, kind="stable")[:count]]
        near[b, 0] = b
    return near

"""Households that the hard rules cannot tell apart, as classes: flows then work on some thousand nodes at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.problem import NO_PIN, Bools, Ints, Ints32, Problem


@dataclass(frozen=True, slots=True)
class Alike:
    """C classes: households that exactly the same members may take and that are all orange or all not."""

    households: tuple[Ints, ...]  # by class: its households, ascending
    size: Ints  # (C,)
    orange: Bools  # (C,)
    pinned: Bools  # (C,)
    allowed: Bools  # (C, M) who may take a household of the class

    @property
    def count(self) -> int:
        """C."""
        return len(self.size)

    def only(self, kept: Bools) -> Alike:
        """The classes where `kept`, (C,), is true."""
        households = tuple(h for h, keep in zip(self.households, kept.tolist(), strict=True) if keep)
        return Alike(households, self.size[kept], self.orange[kept], self.pinned[kept], self.allowed[kept])


def _same_reach(problem: Problem) -> Ints:
    """(B,) a number for each building; buildings that the same members reach share it."""
    packed = np.packbits(problem.reachable, axis=0).T
    return np.unique(packed, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def alike_of(problem: Problem, *, by_building: bool = False) -> Alike:
    """The classes of all households, pinned ones included; `by_building`: none holds households of two buildings."""
    reach: list[int] = list(range(problem.buildings)) if by_building else _same_reach(problem).tolist()
    building: list[int] = problem.building.tolist()
    orange: list[bool] = problem.orange.tolist()
    pin: list[int] = problem.pin.tolist()
    start: list[int] = problem.avoid_start.tolist()
    avoided: list[int] = problem.avoid_member.tolist()
    classes: dict[tuple[int, bool, int, tuple[int, ...]], list[int]] = {}
    for h in range(problem.households):
        key = (reach[building[h]], orange[h], pin[h], tuple(avoided[start[h] : start[h + 1]]))
        classes.setdefault(key, []).append(h)
    households = tuple(np.array(of, dtype=np.int64) for of in classes.values())
    first = [int(of[0]) for of in households]
    rows = [problem.permitted(h) for h in first]
    return Alike(
        households,
        np.array([len(of) for of in households], dtype=np.int64),
        problem.orange[first],
        problem.pin[first] != NO_PIN,
        np.array(rows, dtype=np.bool_).reshape(len(first), problem.members),
    )


def hand_out(problem: Problem, alike: Alike, counts: Mapping[tuple[int, int], int]) -> Ints32:
    """(H,) a member for each household when `counts[c, m]` of class c go to m; today's member first where possible.

    Households beyond the counts of their class get -1.
    """
    assignment = np.full(problem.households, -1, dtype=np.int32)
    places: list[dict[int, int]] = [{} for _ in alike.households]
    for (c, m), count in counts.items():
        places[c][m] = count
    current = problem.current.tolist()
    for households, left in zip(alike.households, places, strict=True):
        rest: list[int] = []
        for h in households.tolist():
            if left.get(current[h], 0) > 0:
                left[current[h]] -= 1
                assignment[h] = current[h]
            else:
                rest.append(h)
        takers = [m for m, count in left.items() for _ in range(count)]
        assignment[rest[: len(takers)]] = takers[: len(rest)]
    return assignment

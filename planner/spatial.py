"""An order of places with neighbours close together, so that a search that wanders finds them in the cache."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from planner.problem import Floats, Ints, Ints32, Problem

BITS = 12
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Sorted:
    """A problem with members, buildings and households in another order.

    `member[i]` and `household[i]` are the positions in the original of what is at i here.
    """

    problem: Problem
    member: Ints
    household: Ints

    def from_original(self, assignment: Ints32) -> Ints32:
        """(H,) here, of an assignment of the original."""
        return inverse(self.member)[assignment[self.household]].astype(np.int32)

    def to_original(self, assignment: Ints32) -> Ints32:
        """(H,) of the original, of an assignment here."""
        original = np.empty(len(assignment), dtype=np.int32)
        original[self.household] = self.member[assignment]
        return original


def inverse(order: Ints) -> Ints:
    """Where each position of the original is in the order."""
    result = np.empty(len(order), dtype=np.int64)
    result[order] = np.arange(len(order))
    return result


def hilbert(x: Ints, y: Ints, bits: int = BITS) -> Ints:
    """Position on the Hilbert curve of points with whole coordinates in [0, 2^bits) (Hamilton 2006, two dimensions)."""
    x, y = x.copy(), y.copy()
    position = np.zeros_like(x)
    side = 1 << (bits - 1)
    while side > 0:
        right, up = (x & side) > 0, (y & side) > 0
        position += side * side * ((3 * right) ^ up)
        flip = ~up & right
        x[flip], y[flip] = (1 << bits) - 1 - x[flip], (1 << bits) - 1 - y[flip]
        x[~up], y[~up] = y[~up], x[~up]
        side >>= 1
    return position


def _ranks(values: Floats) -> Ints:
    """Coordinates as ranks on the curve's grid: a dense town gets as much of it as the wide land."""
    ranks = inverse(np.argsort(values, kind="stable"))
    return (ranks << BITS) // max(1, len(values))


def spatially_sorted(problem: Problem) -> Sorted:
    """The problem along a Hilbert curve; households follow their buildings."""
    people, places = problem.instance.members, problem.instance.buildings
    x = np.array([*(m.x for m in people), *(b.x for b in places)], dtype=np.float64)
    y = np.array([*(m.y for m in people), *(b.y for b in places)], dtype=np.float64)
    along = hilbert(_ranks(x), _ranks(y))
    member = np.argsort(along[: len(people)], kind="stable")
    building = np.argsort(along[len(people) :], kind="stable")
    household = np.argsort(inverse(building)[problem.building], kind="stable")
    return Sorted(_reordered(problem, member, building, household), member, household)


def _reordered(problem: Problem, member: Ints, building: Ints, household: Ints) -> Problem:
    instance = problem.instance
    new_member = inverse(member)

    def renamed(members: Ints32) -> Ints32:
        return np.where(members >= 0, new_member[np.maximum(members, 0)], members).astype(np.int32)

    tie_start, ties = _rows(problem.tie_start, household)
    avoid_start, avoids = _rows(problem.avoid_start, household)
    return replace(
        problem,
        instance=replace(
            instance,
            members=_picked(instance.members, member),
            buildings=_picked(instance.buildings, building),
            households=_picked(instance.households, household),
        ),
        visits=problem.visits[household],
        service=problem.service[household],
        building=inverse(building)[problem.building[household]].astype(np.int32),
        orange=problem.orange[household],
        pin=renamed(problem.pin[household]),
        current=renamed(problem.current[household]),
        best=problem.best[household],
        tie_start=tie_start,
        tie_member=renamed(problem.tie_member[ties]),
        tie_value=problem.tie_value[ties],
        avoid_start=avoid_start,
        avoid_member=renamed(problem.avoid_member[avoids]),
        senior=problem.senior[member],
        low=problem.low[member],
        high=problem.high[member],
        target=problem.target[member],
        walk=np.ascontiguousarray(problem.walk[member][:, building]),
        reachable=np.ascontiguousarray(problem.reachable[member][:, building]),
    )


def _picked(things: tuple[Thing, ...], order: Ints) -> tuple[Thing, ...]:
    positions: list[int] = order.tolist()
    return tuple(things[i] for i in positions)


def _rows(start: Ints32, household: Ints) -> tuple[Ints32, Ints]:
    """(start, positions) of sparse rows in another order of households."""
    sizes = np.diff(start)[household]
    new = np.zeros(len(start), dtype=np.int32)
    np.cumsum(sizes, out=new[1:])
    positions = np.repeat(start[household].astype(np.int64) - new[:-1], sizes) + np.arange(int(new[-1]))
    return new, positions

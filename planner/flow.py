"""A first legal plan by min-cost flow over candidate pairs: near members first, more of them until a plan exists.

Households that are alike to a flow (same building, orange or not, avoided members, current member where it counts)
are one node with a supply, so a county has some thousand nodes instead of some ten thousand, and a building tends to
go to few members whole. Orange households pass a node of their own in front of each senior member, which holds the
orange limit. This module never says that there is no plan: it looks at candidates only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from planner.problem import NO_PIN, Bools, Ints, Ints32, Problem

FIRST_NEAREST, GROWTH, WIDEST = 16, 4, 64  # beyond that, asking over all pairs (planner.feasibility) is faster
TYPICAL_GROUP = 8  # households of a building that one member takes: they share a trip
COST_SCALE = 16  # a tenth of a minute in units of arc cost
STICKY = 10**6  # tenths: what leaving the current member costs where moves are limited


class Alike(NamedTuple):
    """Households that the flow need not tell apart."""

    households: Ints
    building: int
    orange: bool
    current: int  # -1 where it does not matter
    avoided: tuple[int, ...]


class Room(NamedTuple):
    """What is left for the flow when the pinned households are where they must be."""

    assignment: Ints32  # (H,) the pinned ones' member, -1 for the rest
    low: Ints
    high: Ints
    orange: Ints


class Network(NamedTuple):
    """Candidate arcs: `alike[i]` may go to `member[i]` at `cost[i]` a household."""

    alike: Ints
    member: Ints
    cost: Ints


def first_plan(problem: Problem, stop: Callable[[], bool] = lambda: False) -> Ints32 | None:
    """(H,) a member for each household that keeps every hard rule except the limit of moves, or None.

    None means that candidates did not suffice (or that `stop` said so), not that there is no plan. With a limit or a
    price of moves the plan keeps as many households with their current member as it can.
    """
    room = room_beside_pins(problem)
    if room is None:
        return None
    classes = list(_alike(problem))
    nearest = FIRST_NEAREST
    while not stop():
        network = _candidates(problem, classes, nearest)
        counts = _route(classes, room, network)
        if counts is not None:
            return _hand_out(problem, room, classes, network, counts)
        if nearest >= min(WIDEST, problem.members):
            return None
        nearest *= GROWTH
    return None


def room_beside_pins(problem: Problem) -> Room | None:
    """Pinned households placed and counted; None when a pin breaks a rule by itself."""
    pinned = np.flatnonzero(problem.pin != NO_PIN)
    assignment = np.full(problem.households, -1, dtype=np.int32)
    if (problem.pin[pinned] < 0).any() or not problem.permitted_pairs(problem.pin[pinned], pinned).all():
        return None
    assignment[pinned] = problem.pin[pinned]
    taken = np.bincount(problem.pin[pinned], minlength=problem.members)
    orange = np.bincount(problem.pin[pinned[problem.orange[pinned]]], minlength=problem.members)
    room = Room(assignment, np.maximum(problem.low - taken, 0), problem.high - taken, problem.orange_limit - orange)
    return None if (room.high < 0).any() or (room.orange < 0).any() else room


def _alike(problem: Problem) -> Iterator[Alike]:
    """The classes of households without a pin."""
    sticky = _stickiness(problem) > 0
    classes: dict[tuple[int, bool, int, tuple[int, ...]], list[int]] = {}
    start, avoided = problem.avoid_start.tolist(), problem.avoid_member.tolist()
    for h in np.flatnonzero(problem.pin == NO_PIN).tolist():
        key = (
            int(problem.building[h]),
            bool(problem.orange[h]),
            int(problem.current[h]) if sticky else -1,
            tuple(avoided[start[h] : start[h + 1]]),
        )
        classes.setdefault(key, []).append(h)
    for (building, orange, current, avoids), households in classes.items():
        yield Alike(np.array(households, dtype=np.int64), building, orange, current, avoids)


def _stickiness(problem: Problem) -> int:
    return STICKY if problem.max_moves >= 0 else problem.churn_tenths


def _permitted(problem: Problem, alike: Alike) -> Bools:
    allowed = problem.reachable[:, alike.building].copy()
    if alike.orange:
        allowed &= problem.senior
    allowed[list(alike.avoided)] = False
    return allowed


def _candidates(problem: Problem, classes: list[Alike], nearest: int) -> Network:
    """Each class's nearest permitted members and its current one, and each member's nearest classes."""
    alike: list[Ints] = []
    member: list[Ints] = []
    far = np.iinfo(np.int32).max
    distance = np.full((problem.members, len(classes)), far, dtype=np.int32)
    for c, one in enumerate(classes):
        allowed = _permitted(problem, one)
        distance[allowed, c] = problem.walk[allowed, one.building]
        chosen = _smallest(distance[:, c], nearest, far)
        if one.current >= 0:
            chosen = np.union1d(chosen, [one.current])
        alike.append(np.full(len(chosen), c, dtype=np.int64))
        member.append(chosen)
    for m in range(problem.members):
        chosen = _smallest(distance[m], nearest, far)
        alike.append(chosen)
        member.append(np.full(len(chosen), m, dtype=np.int64))
    pairs = np.unique(np.concatenate(alike) * problem.members + np.concatenate(member)) if alike else np.zeros(0, int)
    of, to = pairs // problem.members, pairs % problem.members
    return Network(of, to, _costs(problem, classes, of, to))


def _smallest(values: Ints32, count: int, far: int) -> Ints:
    """Positions of the `count` smallest values below `far`."""
    positions = np.argpartition(values, count)[:count] if count < len(values) else np.arange(len(values))
    return positions[values[positions] < far].astype(np.int64)


def _costs(problem: Problem, classes: list[Alike], of: Ints, to: Ints) -> Ints:
    """What a household of a class costs with a member: its share of the trips, and leaving the current member."""
    size = np.bincount(problem.building, minlength=problem.buildings)
    building = np.array([c.building for c in classes], dtype=np.int64)
    visits = np.array([problem.visits[c.households].mean() for c in classes])
    shared = np.array([1 if c.orange else min(TYPICAL_GROUP, int(size[c.building])) for c in classes])
    current = np.array([c.current for c in classes], dtype=np.int64)
    trip = problem.walk[to, building[of]] * (visits / np.maximum(shared, 1))[of]
    leaves = (current[of] >= 0) & (current[of] != to)
    return np.rint(COST_SCALE * trip).astype(np.int64) + COST_SCALE * _stickiness(problem) * leaves


def _route(classes: list[Alike], room: Room, network: Network) -> Ints | None:
    """How many households go over each candidate arc, or None when the candidates hold no legal plan.

    Nodes: 0 the sink, then the members, the members' orange nodes, the classes. Fewest households of a member are a
    supply at his node that must be covered: he sends high − low to the sink at most, and owes it low.
    """
    members, supply = len(room.low), np.array([len(c.households) for c in classes], dtype=np.int64)
    if room.low.sum() > supply.sum():
        return None
    everyone = np.arange(members)
    orange = np.array([c.orange for c in classes], dtype=np.bool_)
    flow: Any = SimpleMinCostFlow()  # its stubs know nothing of arrays of any other kind than the compiler's
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        1 + 2 * members + network.alike,
        1 + network.member + members * orange[network.alike],
        supply[network.alike],
        network.cost,
    )
    free = np.zeros(members, dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(1 + members + everyone, 1 + everyone, room.orange, free)
    flow.add_arcs_with_capacity_and_unit_cost(1 + everyone, 0 * everyone, room.high - room.low, free)
    flow.set_nodes_supplies(1 + 2 * members + np.arange(len(classes)), supply)
    flow.set_nodes_supplies(1 + everyone, -room.low)
    flow.set_node_supply(0, -int(supply.sum() - room.low.sum()))
    return flow.flows(arcs) if flow.solve() == flow.OPTIMAL else None


def _hand_out(problem: Problem, room: Room, classes: list[Alike], network: Network, counts: Ints) -> Ints32:
    """Households of a class to its members: those with the strongest ties first, the rest as they come."""
    assignment = room.assignment.copy()
    places: list[dict[int, int]] = [{} for _ in classes]
    for i in np.flatnonzero(counts).tolist():
        places[int(network.alike[i])][int(network.member[i])] = int(counts[i])
    for one, left in zip(classes, places, strict=True):
        for h, m in _by_tie(problem, one, left):
            if assignment[h] < 0 and left[m] > 0:
                assignment[h] = m
                left[m] -= 1
    return assignment


def _by_tie(problem: Problem, one: Alike, left: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs (household, member with a place) of a class: ties by falling value, then everyone with everyone."""
    ties: list[tuple[int, int, int]] = []
    for h in one.households.tolist():
        span = slice(problem.tie_start[h], problem.tie_start[h + 1])
        tied = zip(problem.tie_member[span].tolist(), problem.tie_value[span].tolist(), strict=True)
        ties += [(-value, h, m) for m, value in tied if m in left]
    yield from ((h, m) for _, h, m in sorted(ties))
    yield from ((h, m) for m in left for h in one.households.tolist())

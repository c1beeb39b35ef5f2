"""The flow of the best effort: every household to somebody, each rule soft at its weight."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from planner.alike import Alike, hand_out
from planner.errors import PlannerError
from planner.problem import Ints, Ints32, Problem


class Arcs(NamedTuple):
    """Households of class `of[i]` may go to member `to[i]`: rules that each of them breaks, and minutes (tenths)."""

    of: Ints
    to: Ints
    broken: Ints
    tenths: Ints


class Weights(NamedTuple):
    """What counts how much: a broken rule, a move (within the limit or not), a tenth of a minute."""

    broken: int
    move: int
    tenth: int = 0


def assign(problem: Problem, alike: Alike, arcs: Arcs, weights: Weights) -> Ints32:
    """(H,) the cheapest assignment over `arcs`, every rule soft at its weight."""
    network = _Network(problem, alike, weights)
    counts: Counter[tuple[int, int]] = Counter()
    taken = (network.taken(arcs), network.kept(arcs))
    network.bounds()
    network.solve()
    for of, to, arc in taken:
        amounts: Ints = network.flow.flows(arc)
        for i in np.flatnonzero(amounts).tolist():
            counts[int(of[i]), int(to[i])] += int(amounts[i])
    return hand_out(problem, alike, counts)


class _Network:
    """Nodes: classes, members, the members' orange nodes, groups that could stay with their member of today, the sink.

    A member must get `low`; what is missing he gets from the sink, at the weight of a broken rule.
    """

    def __init__(self, problem: Problem, alike: Alike, weights: Weights) -> None:
        self.problem, self.alike, self.weights = problem, alike, weights
        self.member = alike.count + np.arange(problem.members)
        self.orange = self.member + problem.members
        self.groups = _could_stay(problem, alike) if weights.move else np.zeros((0, 3), dtype=np.int64)
        self.group = alike.count + 2 * problem.members + np.arange(len(self.groups))
        self.sink = alike.count + 2 * problem.members + len(self.groups)
        self.flow: Any = SimpleMinCostFlow()  # ortools' stubs know neither int64 arrays nor what its methods give back

    def arcs(self, tails: Ints, heads: Ints, capacity: Ints | int, cost: Ints | int) -> Ints:
        """Add arcs; their numbers."""
        room = np.broadcast_to(np.asarray(capacity, dtype=np.int64), tails.shape)
        prices = np.broadcast_to(np.asarray(cost, dtype=np.int64), tails.shape)
        return self.flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room.copy(), prices.copy())

    def entry(self, of: Ints, to: Ints) -> Ints:
        """Where households of class `of` come to member `to`."""
        return np.where(self.alike.orange[of], self.orange[to], self.member[to])

    def taken(self, arcs: Arcs) -> tuple[Ints, Ints, Ints]:
        """Classes to members: (class, member, arc)."""
        cost = self.weights.broken * arcs.broken + self.weights.tenth * arcs.tenths
        added = self.arcs(arcs.of, self.entry(arcs.of, arcs.to), self.alike.size[arcs.of], cost)
        return arcs.of, arcs.to, added

    def kept(self, arcs: Arcs) -> tuple[Ints, Ints, Ints]:
        """Groups to their member of today, or at the weight of a move to their class: (class, member, arc)."""
        of, to, size = self.groups[:, 0].copy(), self.groups[:, 1].copy(), self.groups[:, 2].copy()
        tenths = {(c, m): n for c, m, n in zip(arcs.of.tolist(), arcs.to.tolist(), arcs.tenths.tolist(), strict=True)}
        near = [self.weights.tenth * tenths.get((c, m), 0) for c, m, _ in self.groups.tolist()]
        added = self.arcs(self.group, self.entry(of, to), size, np.array(near, dtype=np.int64))
        self.arcs(self.group, of, size, self.weights.move)
        return of, to, added

    def bounds(self) -> None:
        """The orange limit, the most and the fewest households of each member."""
        problem, broken, everything = self.problem, self.weights.broken, self.problem.households
        low, high = problem.low.astype(np.int64), problem.high.astype(np.int64)
        self.arcs(self.orange, self.member, problem.orange_limit, 0)
        self.arcs(self.orange, self.member, everything, broken)
        sinks = np.full(problem.members, self.sink)
        self.arcs(self.member, sinks, high - low, 0)
        self.arcs(self.member, sinks, everything, broken)
        self.arcs(sinks, self.member, low, broken)

    def solve(self) -> None:
        """Raises PlannerError where the numbers are too large for the solver."""
        alike, groups, low = self.alike, self.groups, self.problem.low.astype(np.int64)
        movable = np.bincount(groups[:, 0], groups[:, 2], minlength=alike.count).astype(np.int64)
        self.flow.set_nodes_supplies(np.arange(alike.count), alike.size - movable)
        self.flow.set_nodes_supplies(self.group, groups[:, 2].copy())
        self.flow.set_nodes_supplies(self.member, -low)
        self.flow.set_node_supply(self.sink, int(low.sum()) - self.problem.households)
        if self.flow.solve() != self.flow.OPTIMAL:
            raise PlannerError("The flow of the best effort could not be solved: its numbers are too large.")


def _could_stay(problem: Problem, alike: Alike) -> Ints:
    """(G, 3) class, member of today (permitted) and how many households, one row for each such group."""
    current = problem.current.tolist()
    counts = Counter((c, current[h]) for c, of in enumerate(alike.households) for h in of.tolist() if current[h] >= 0)
    return np.array([(c, m, n) for (c, m), n in counts.items()], dtype=np.int64).reshape(-1, 3)

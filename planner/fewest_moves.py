"""The fewest moves of any plan: minimum cost flow over all permitted pairs, a move costs 1 and staying nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from planner.alike import Alike, alike_of, hand_out
from planner.errors import PlannerError
from planner.problem import Ints, Ints32, Problem


@dataclass(frozen=True, slots=True)
class FewestMoves:
    """No plan needs fewer than `moves`; `assignment` (H,) keeps every hard rule with that many."""

    moves: int
    assignment: Ints32


class NoPlan(PlannerError):
    """No plan exists with any number of moves; `planner.feasibility.examine` says why."""


def fewest_moves(problem: Problem) -> FewestMoves:
    """Exact, whatever `max_moves` says. Raises NoPlan."""
    return fewest_moves_of(problem, alike_of(problem))


@dataclass(frozen=True, slots=True)
class _Stayers:
    """S groups: households of one class with the same permitted member today."""

    alike: Ints  # (S,) class
    member: Ints  # (S,)
    size: Ints  # (S,)


def _stayers(problem: Problem, alike: Alike) -> _Stayers:
    current = problem.current.tolist()
    counts = Counter((c, current[h]) for c, of in enumerate(alike.households) for h in of.tolist() if current[h] >= 0)
    table = np.array([(c, m, n) for (c, m), n in counts.items()], dtype=np.int64).reshape(-1, 3)
    return _Stayers(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())


def fewest_moves_of(problem: Problem, alike: Alike) -> FewestMoves:
    """The same as `fewest_moves` where the classes are at hand.

    Nodes: classes, members, the members' orange nodes, groups of stayers, the sink. A group sends to its member at cost
    0 and to its class at cost 1. A member owes his lower bound and sends up to high − low on to the sink.
    """
    members, stay = problem.members, _stayers(problem, alike)
    low, high = problem.low.astype(np.int64), problem.high.astype(np.int64)
    if int(low.sum()) > problem.households:
        raise NoPlan("No plan exists with any number of moves.")
    everyone = alike.count + np.arange(members)
    groups = alike.count + 2 * members + np.arange(len(stay.size))
    sink = alike.count + 2 * members + len(stay.size)
    flow: Any = SimpleMinCostFlow()  # ortools' stubs know neither int64 arrays nor what its methods give back
    of, to = np.nonzero(alike.allowed)

    def arcs(tails: Ints, heads: Ints, capacity: Ints, cost: int = 0) -> Ints:
        costs = np.full(len(tails), cost, dtype=np.int64)
        return flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, costs)

    chosen = arcs(of, alike.count + to + members * alike.orange[of], alike.size[of])
    kept = arcs(groups, alike.count + stay.member + members * alike.orange[stay.alike], stay.size)
    arcs(groups, stay.alike, stay.size, cost=1)
    arcs(everyone + members, everyone, np.full(members, problem.orange_limit, dtype=np.int64))
    arcs(everyone, np.full(members, sink), high - low)
    fresh = alike.size - np.bincount(stay.alike, stay.size, minlength=alike.count).astype(np.int64)
    flow.set_nodes_supplies(np.arange(alike.count), fresh)
    flow.set_nodes_supplies(groups, stay.size)
    flow.set_nodes_supplies(everyone, -low)
    flow.set_node_supply(sink, int(low.sum()) - problem.households)
    if flow.solve() != flow.OPTIMAL:
        raise NoPlan("No plan exists with any number of moves.")
    counts: Counter[tuple[int, int]] = Counter()
    for tails, heads, arc in ((of, to, chosen), (stay.alike, stay.member, kept)):
        amounts: Ints = flow.flows(arc)
        for i in np.flatnonzero(amounts).tolist():
            counts[int(tails[i]), int(heads[i])] += int(amounts[i])
    return FewestMoves(int(flow.optimal_cost()), hand_out(problem, alike, counts))

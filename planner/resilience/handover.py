"""Households of somebody who leaves, given to those with a place free while everybody else keeps what he has.

First each to whom it is cheapest for alone, as far as places go (minimum cost flow); then together: what goes to one
member shares trips and a workload, so a household, or all of a building, moves on and two change places while it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from planner.problem import Bools, Floats, Ints
from planner.resilience.today import NOBODY, Today

NEAREST = 12  # cheapest members that are looked at for each household; all of them where those have too few places
BETTER = 1e-6  # tenths
ROUNDS = 20
DEAR = 10**9  # of having nobody, in the flow's tenths


def handed_over(today: Today, homes: Sequence[int], places: Sequence[Bools], extra: Sequence[Floats]) -> list[int]:
    """The member for each of some households (NOBODY where places do not suffice); nobody else moves.

    `places` (M,) and `extra` (M,) by household: who has a place for it, and what it costs him more alone (tenths).
    """
    near = [_cheapest(may, cost) for may, cost in zip(places, extra, strict=True)]
    taken = _by_flow(today, homes, near, extra)
    if NOBODY in taken:
        near = [np.flatnonzero(may) for may in places]
        taken = _by_flow(today, homes, near, extra)
    return _Together(today, homes, near, taken).improved()


def _cheapest(may: Bools, cost: Floats) -> Ints:
    members = np.flatnonzero(may)
    if len(members) <= NEAREST:
        return members
    return members[np.argpartition(cost[members], NEAREST)[:NEAREST]]


def _by_flow(today: Today, homes: Sequence[int], near: Sequence[Ints], extra: Sequence[Floats]) -> list[int]:
    """Each household to one of its near members within places and orange places, or at a great price to nobody.

    Nodes: households, members, their orange nodes, the sink.
    """
    members = sorted({int(m) for those in near for m in those.tolist()})
    at = {m: len(homes) + i for i, m in enumerate(members)}
    count, sink = len(members), len(homes) + 2 * len(members)
    flow: Any = SimpleMinCostFlow()  # ortools' stubs know little of what its methods take and give back
    arcs: list[tuple[int, int, int]] = []
    for i, h in enumerate(homes):
        shift = count if today.problem.orange[h] else 0
        for m in near[i].tolist():
            arc = flow.add_arc_with_capacity_and_unit_cost(i, at[m] + shift, 1, round(float(extra[i][m])))
            arcs.append((arc, i, m))
        flow.add_arc_with_capacity_and_unit_cost(i, sink, 1, DEAR)
        flow.set_node_supply(i, 1)
    for m, node in at.items():
        free, orange = int(today.problem.high[m] - today.held[m]), today.problem.orange_limit - int(today.orange[m])
        flow.add_arc_with_capacity_and_unit_cost(node + count, node, max(0, orange), 0)
        flow.add_arc_with_capacity_and_unit_cost(node, sink, max(0, free), 0)
    flow.set_node_supply(sink, -len(homes))
    taken = [NOBODY] * len(homes)
    if flow.solve() == flow.OPTIMAL:
        for arc, i, m in arcs:
            if flow.flow(arc):
                taken[i] = m
    return taken


class _Together:
    """What the takers cost with all that they get, and changes that make it less. Households are places in `homes`."""

    def __init__(self, today: Today, homes: Sequence[int], near: Sequence[Ints], taken: list[int]) -> None:
        self.today, self.homes, self.taken = today, homes, taken
        self.near: list[list[int]] = [those.tolist() for those in near]
        self.may = [set(those) for those in self.near]
        self.building: list[int] = [int(today.problem.building[h]) for h in homes]
        self.got: dict[int, frozenset[int]] = {}
        for i, m in enumerate(taken):
            if m != NOBODY:
                self.got[m] = self.got.get(m, frozenset()) | {i}
        self.known: dict[tuple[int, frozenset[int]], float] = {}

    def improved(self) -> list[int]:
        """The members after as many changes as pay."""
        for _ in range(ROUNDS):
            if self._moved_on() + self._swapped() == 0:
                break
        return self.taken

    def _moved_on(self) -> int:
        """Give one household, or all of its building that one member got, to somebody else; how many times it paid."""
        paid = 0
        for i, m in enumerate(self.taken):
            if m == NOBODY:
                continue
            alike = frozenset(j for j in self.got[m] if self.building[j] == self.building[i])
            for to in self.near[i]:
                paid += self._paid(self.taken[i], frozenset({i}), to, frozenset())
                if len(alike) > 1 and all(self.taken[j] == self.taken[i] for j in alike):
                    paid += self._paid(self.taken[i], alike, to, frozenset())
        return paid

    def _swapped(self) -> int:
        """Let two households change places; how many times it paid."""
        placed = [i for i, m in enumerate(self.taken) if m != NOBODY]
        pairs = ((i, j) for i in placed for j in placed if i < j)
        return sum(self._paid(self.taken[i], frozenset({i}), self.taken[j], frozenset({j})) for i, j in pairs)

    def _paid(self, one: int, gives: frozenset[int], other: int, back: frozenset[int]) -> bool:
        """Make the exchange between two members if both may, have the places, and it costs less."""
        if one == other or any(other not in self.may[i] for i in gives) or any(one not in self.may[i] for i in back):
            return False
        his, hers = self.got[one], self.got.get(other, frozenset())
        mine, yours = his - gives | back, hers - back | gives
        gain = self._cost(one, his) + self._cost(other, hers) - self._cost(one, mine) - self._cost(other, yours)
        if gain <= BETTER or not self._fits(one, mine) or not self._fits(other, yours):
            return False
        self.got[one], self.got[other] = mine, yours
        for i in gives:
            self.taken[i] = other
        for i in back:
            self.taken[i] = one
        return True

    def _cost(self, m: int, got: frozenset[int]) -> float:
        """What they cost him beside those that he has."""
        known = self.known.get((m, got))
        if known is None:
            known = self.known[m, got] = self.today.extra_of(m, [self.homes[i] for i in sorted(got)])
        return known

    def _fits(self, m: int, got: frozenset[int]) -> bool:
        today = self.today
        orange = sum(bool(today.problem.orange[self.homes[i]]) for i in got)
        return len(got) <= today.problem.high[m] - today.held[m] and (
            orange == 0 or orange <= today.problem.orange_limit - today.orange[m]
        )

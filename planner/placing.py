"""Maximum flow from classes of households to members: how many can be placed under which bounds, over all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from planner.alike import Alike
from planner.errors import PlannerError
from planner.problem import Bools, Ints


@dataclass(frozen=True, slots=True)
class Placing:
    """A maximum flow. `counts[c, m]`, only where above 0: households of class c that m takes."""

    placed: int
    counts: dict[tuple[int, int], int]
    alike: Alike
    take: Ints  # (M,) what each member was asked to take
    orange_limit: int

    def by_member(self) -> list[list[int]]:
        """For each member the classes of which he has households."""
        result: list[list[int]] = [[] for _ in self.take]
        for c, m in self.counts:
            result[m].append(c)
        return result

    def totals(self) -> tuple[Ints, Ints, Ints]:
        """(C,) households placed of each class, (M,) households of each member, (M,) orange ones among them."""
        of_class = np.zeros(self.alike.count, dtype=np.int64)
        of_member, orange = np.zeros_like(self.take), np.zeros_like(self.take)
        for (c, m), count in self.counts.items():
            of_class[c] += count
            of_member[m] += count
            orange[m] += count * int(self.alike.orange[c])
        return of_class, of_member, orange


def place(alike: Alike, take: Ints, orange_limit: int, spare: Ints | None = None, spare_total: int = 0) -> Placing:
    """Place as many households as can be, at most `take` each and at most `orange_limit` orange each.

    With `spare` a member may take so many more, all members together `spare_total`: with take = lo, spare = hi − lo and
    spare_total = H − Σ lo everything is placed exactly when there is a plan within [lo, hi].

    Nodes: classes, members, the members' orange nodes, source, sink, the node that the spare places share.
    """
    of, to = np.nonzero(alike.allowed)
    members = len(take)
    everyone = np.arange(members) + alike.count
    source, sink, shared = (alike.count + 2 * members + i for i in range(3))
    flow: Any = SimpleMaxFlow()  # ortools' stubs know neither int64 arrays nor what its methods give back
    arcs = flow.add_arcs_with_capacity(of, alike.count + to + members * alike.orange[of], alike.size[of])
    flow.add_arcs_with_capacity(np.full(alike.count, source), np.arange(alike.count), alike.size)
    flow.add_arcs_with_capacity(everyone + members, everyone, np.full(members, orange_limit))
    flow.add_arcs_with_capacity(everyone, np.full(members, sink), take)
    if spare is not None:
        flow.add_arcs_with_capacity(everyone, np.full(members, shared), spare)
        flow.add_arc_with_capacity(shared, sink, spare_total)
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise PlannerError("The maximum flow could not be solved: its numbers are too large.")
    amounts: Ints = flow.flows(arcs)
    used = np.flatnonzero(amounts)
    triples = zip(of[used].tolist(), to[used].tolist(), amounts[used].tolist(), strict=True)
    return Placing(int(flow.optimal_flow()), {(c, m): n for c, m, n in triples}, alike, take, orange_limit)


def crowded(placing: Placing) -> Iterator[Bools]:
    """(C,) sets of classes with too few places, one for each group of unplaced households: the residual search.

    From a class with unplaced households go to every member who may take it, and from a member to every class that he
    has taken from, through his orange node only as far as its limit says. What is reached competes for full members.
    """
    alike, has = placing.alike, placing.by_member()
    of_class, _, orange = placing.totals()
    explained = np.zeros(alike.count, dtype=np.bool_)
    for start in np.flatnonzero(of_class < alike.size).tolist():
        if not explained[start]:
            reached = _reach_forward(alike, has, orange < placing.orange_limit, start)
            explained |= reached
            yield reached


def _reach_forward(alike: Alike, has: list[list[int]], room: Bools, start: int) -> Bools:
    """Classes reached from `start`; `room[m]`: the orange limit of m is not used up."""
    reached = np.zeros(alike.count, dtype=np.bool_)
    entered = np.zeros((2, len(has)), dtype=np.bool_)  # the orange node, the member himself
    reached[start] = True
    waiting = [start]
    while waiting:
        c = waiting.pop()
        fresh: list[int] = []
        only_orange: Bools = np.zeros_like(entered[0])
        if alike.orange[c]:
            only_orange = alike.allowed[c] & ~entered[0]
            entered[0] |= only_orange
            whole = only_orange & room & ~entered[1]
        else:
            whole = alike.allowed[c] & ~entered[1]
        entered[1] |= whole
        for m in np.flatnonzero(whole | only_orange).tolist():
            fresh += [b for b in has[m] if whole[m] or alike.orange[b]]
        for b in fresh:
            if not reached[b]:
                reached[b] = True
                waiting.append(b)
    return reached


def starved(placing: Placing) -> Iterator[Bools]:
    """(M,) sets of members who compete for too few households, one for each group below `take`: searched backwards.

    From a member who wants more go to every class that he may take (orange ones only while his orange limit has room),
    and from a class to every member who has taken from it.
    """
    alike = placing.alike
    _, of_member, orange = placing.totals()
    takers: list[list[int]] = [[] for _ in range(alike.count)]
    for c, m in placing.counts:
        takers[c].append(m)
    explained = np.zeros(len(placing.take), dtype=np.bool_)
    for start in np.flatnonzero(of_member < placing.take).tolist():
        if not explained[start]:
            reached = _reach_backward(alike, takers, orange < placing.orange_limit, start)
            explained |= reached
            yield reached


def _reach_backward(alike: Alike, takers: list[list[int]], room: Bools, start: int) -> Bools:
    """Members reached from `start`; a member whose orange households are reached opens all orange ones he may take."""
    members: Bools = np.zeros(len(room), dtype=np.bool_)
    opened: Bools = np.zeros_like(members)
    classes = np.zeros(alike.count, dtype=np.bool_)
    waiting: list[tuple[int, bool]] = [(start, False)]
    while waiting:
        m, through_orange = waiting.pop()
        wanted = np.zeros_like(classes)
        if not members[m]:
            members[m] = True
            wanted |= alike.allowed[:, m] & ~alike.orange
        if not opened[m] and (room[m] or through_orange):
            opened[m] = True
            wanted |= alike.allowed[:, m] & alike.orange
        fresh = np.flatnonzero(wanted & ~classes)
        classes[fresh] = True
        waiting += [(n, bool(alike.orange[c])) for c in fresh.tolist() for n in takers[c]]
    return members

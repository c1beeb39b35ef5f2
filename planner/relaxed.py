"""The problem with some rules made soft, each at a price in effort: the cheapest way to have a plan after all.

A minimum cost flow over all pairs. What a repair would have to lift (a pin, a border, a bound …) is an arc with a
cost; rules are soft only around the conflict: for households that compete for too few places and for members who
compete for too few households.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from planner.alike import Alike, alike_of, hand_out
from planner.placing import crowded, place, starved
from planner.problem import NO_PIN, Bools, Ints, Ints32, Problem, reachable_pairs, tenths

# Effort for one household, in no unit: what a planner would rather do comes first. Bounds are raised by one for many
# rather than by many for one: (how many households, effort of each).
LIFT_PIN, LIFT_AVOID, WIDEN_AREA, WIDEN_REACH, NEW_MEMBER = 20, 20, 30, 10, 40
BOUND_STEPS = ((1, 10), (1, 20), (1, 40), (2, 80), (4, 160), (8, 320), (None, 1000))
ORANGE_STEPS = ((1, 30), (1, 90), (1, 180), (3, 360), (None, 1000))
FORBIDDEN = 10**6
MOST_REACH_EFFORT = 10**4


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where there is no plan: households (C classes, one building each) and members of the conflict."""

    alike: Alike
    crowd: Bools  # (C,)
    group: Bools  # (M,)


def conflict_of(problem: Problem) -> Conflict:
    """All households that compete for too few places, all members who compete for too few households."""
    alike = alike_of(problem, by_building=True)
    low, high = problem.low.astype(np.int64), problem.high.astype(np.int64)
    crowd, group = np.zeros(alike.count, dtype=np.bool_), np.zeros(problem.members, dtype=np.bool_)
    for found in crowded(place(alike, high, problem.orange_limit)):
        crowd |= found
    for found in starved(place(alike, low, problem.orange_limit)):
        group |= found
    return Conflict(alike, crowd, group)


def _effort(problem: Problem, conflict: Conflict, kinds: Set[str]) -> Ints:
    """(C, M) effort for a household of the class to go to the member; FORBIDDEN or more where it cannot."""
    alike = conflict.alike
    first = np.array([of[0] for of in alike.households], dtype=np.int64)
    building = problem.building[first]
    effort = np.zeros((alike.count, problem.members), dtype=np.int64)
    effort[problem.orange[first][:, None] & ~problem.senior[None, :]] = FORBIDDEN
    effort += _beyond_area_and_reach(problem, kinds)[:, building].T
    for c, h in enumerate(first.tolist()):
        avoided = problem.avoid_member[problem.avoid_start[h] : problem.avoid_start[h + 1]]
        effort[c, avoided] += LIFT_AVOID if "lift_avoid" in kinds else FORBIDDEN
        if problem.pin[h] != NO_PIN:
            kept = effort[c, max(0, problem.pin[h])]
            effort[c] += LIFT_PIN if "lift_pin" in kinds else FORBIDDEN
            if problem.pin[h] >= 0:
                effort[c, problem.pin[h]] = kept
    near = conflict.crowd[:, None] | conflict.group[None, :]
    return np.where(alike.allowed, 0, np.where(near, effort, FORBIDDEN))


def _beyond_area_and_reach(problem: Problem, kinds: Set[str]) -> Ints:
    """(M, B) effort for a building outside the member's areas, and for one farther than reach (by the minute)."""
    instance, reach = problem.instance, problem.instance.rules.reach_minutes
    within_area = reachable_pairs(replace(instance, rules=replace(instance.rules, reach_minutes=None)), problem.walk)
    effort = np.where(within_area, 0, WIDEN_AREA if "widen_area" in kinds else FORBIDDEN).astype(np.int64)
    if reach is not None:
        farther = problem.walk.astype(np.int64) - 2 * tenths(reach)  # tenths, there and back
        by_minute = WIDEN_REACH + np.minimum(farther // 20, MOST_REACH_EFFORT)
        effort += np.where(farther > 0, by_minute if "widen_reach" in kinds else FORBIDDEN, 0)
    return effort


def relax(problem: Problem, conflict: Conflict, kinds: Set[str]) -> Ints32 | None:
    """(H,) a member for each household, M for a member yet to be found, when rules of these kinds may be lifted.

    None when lifting rules of these kinds alone makes no plan. Nodes: classes, members, orange nodes, the newcomers,
    the sink. A member must get `low`; what is missing he may get from the sink, at a price.
    """
    alike, members = conflict.alike, problem.members
    everyone = alike.count + np.arange(members)
    newcomers, sink = alike.count + 2 * members, alike.count + 2 * members + 1
    low, high = problem.low.astype(np.int64), problem.high.astype(np.int64)
    flow: Any = SimpleMinCostFlow()  # ortools' stubs know neither int64 arrays nor what its methods give back

    def arcs(tails: Ints, heads: Ints, capacity: Ints, cost: Ints | int) -> Ints:
        return flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, np.full(len(tails), cost))

    def steps(tails: Ints, heads: Ints, most: Ints, prices: tuple[tuple[int | None, int], ...]) -> None:
        for count, cost in prices:
            arcs(tails, heads, most if count is None else np.minimum(most, count), cost)

    effort = _effort(problem, conflict, kinds)
    of, to = np.nonzero(effort < FORBIDDEN)
    chosen = arcs(of, alike.count + to + members * alike.orange[of], alike.size[of], effort[of, to])
    everything = np.full(members, problem.households, dtype=np.int64)
    sinks = np.full(members, sink)
    arcs(everyone + members, everyone, np.full(members, problem.orange_limit, dtype=np.int64), 0)
    arcs(everyone, sinks, high - low, 0)
    if "raise_orange" in kinds:
        steps(everyone + members, everyone, everything, ORANGE_STEPS)
    if "raise_upper_bound" in kinds:
        steps(everyone, sinks, everything, BOUND_STEPS)
    if "lower_lower_bound" in kinds:
        steps(sinks, everyone, low, BOUND_STEPS)
    fresh = np.flatnonzero(_for_newcomers(problem, alike, kinds) & conflict.crowd)
    new_arcs = arcs(
        fresh, np.full(len(fresh), newcomers), alike.size[fresh], NEW_MEMBER + LIFT_PIN * alike.pinned[fresh]
    )
    flow.add_arc_with_capacity_and_unit_cost(newcomers, sink, problem.households, 0)
    flow.set_nodes_supplies(np.arange(alike.count), alike.size)
    flow.set_nodes_supplies(everyone, -low)
    flow.set_node_supply(sink, int(low.sum()) - problem.households)
    if flow.solve() != flow.OPTIMAL:
        return None
    amounts = [*flow.flows(chosen).tolist(), *flow.flows(new_arcs).tolist()]
    pairs = [*zip(of.tolist(), to.tolist(), strict=True), *((c, members) for c in fresh.tolist())]
    return hand_out(problem, alike, {pair: n for pair, n in zip(pairs, amounts, strict=True) if n})


def _for_newcomers(problem: Problem, alike: Alike, kinds: Set[str]) -> Bools:
    """(C,) classes that a new member could take."""
    fits = np.full(alike.count, "add_members" in kinds)
    if problem.orange_limit == 0 and "raise_orange" not in kinds:
        fits &= ~alike.orange
    return fits if "lift_pin" in kinds else fits & ~alike.pinned

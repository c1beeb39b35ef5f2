"""Plain readings of an instance file for tests: who may serve whom, and whether any plan keeps every hard rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np
from ortools.graph.python import max_flow

Instance = dict[str, Any]
ORANGE_A_MEMBER = 3


def permitted(instance: Instance) -> dict[str, frozenset[str]]:
    """By household the members who may take it: areas, senior for orange, avoidances, pins."""
    area_of = {building["id"]: building["area"] for building in instance["buildings"]}
    areas = {m["id"]: None if m["areas"] is None else set(m["areas"]) for m in instance["members"]}
    seniors = {m["id"] for m in instance["members"] if m["senior"]}
    avoided, pinned = defaultdict(set), defaultdict(set)
    for pair in instance["pairs"]:
        if pair["kind"] in ("avoids", "pin"):
            (avoided if pair["kind"] == "avoids" else pinned)[pair["household"]].add(pair["member"])
    usual: dict[tuple[str, bool], frozenset[str]] = {}
    result: dict[str, frozenset[str]] = {}
    for household in instance["households"]:
        id_, area, orange = household["id"], area_of[household["building"]], household["risk"] == "orange"
        if (area, orange) not in usual:
            here = {member for member, allowed in areas.items() if allowed is None or area in allowed}
            usual[area, orange] = frozenset(here & seniors if orange else here)
        takers = usual[area, orange] - avoided[id_]
        if pinned[id_]:
            takers = takers & pinned[id_] if len(pinned[id_]) == 1 else frozenset()
        result[id_] = takers
    return result


def is_feasible(instance: Instance) -> bool:
    """Whether every household can have a permitted member within all bounds: a maximum flow with lower bounds."""
    orange = {household["id"]: household["risk"] == "orange" for household in instance["households"]}
    alike = Counter((takers, orange[household]) for household, takers in permitted(instance).items())
    index = {member["id"]: k for k, member in enumerate(instance["members"])}
    flow = max_flow.SimpleMaxFlow()
    source, sink, pool, first = 0, 1, 2, 3 + 2 * len(index)
    least = 0
    for member in instance["members"]:
        low, high = member["households"] or (5, 15)
        node, gate = 3 + 2 * index[member["id"]], 4 + 2 * index[member["id"]]
        flow.add_arc_with_capacity(gate, node, ORANGE_A_MEMBER)
        flow.add_arc_with_capacity(node, sink, low)
        flow.add_arc_with_capacity(node, pool, high - low)
        least += low
    for group, ((takers, is_orange), count) in enumerate(alike.items()):
        flow.add_arc_with_capacity(source, first + group, count)
        for member in takers:
            flow.add_arc_with_capacity(first + group, 3 + 2 * index[member] + int(is_orange), count)
    total = len(instance["households"])
    if least > total:
        return False
    flow.add_arc_with_capacity(pool, sink, total - least)
    flow.solve(source, sink)
    return flow.optimal_flow() == total


def nearest_members(instance: Instance) -> dict[str, str]:
    """By household the member who lives nearest."""
    at = {building["id"]: (building["x"], building["y"]) for building in instance["buildings"]}
    members = instance["members"]
    east, north = (np.array([member[axis] for member in members]) for axis in "xy")
    nearest: dict[str, str] = {}
    for building, (x, y) in at.items():
        nearest[building] = members[int(np.hypot(east - x, north - y).argmin())]["id"]
    return {household["id"]: nearest[household["building"]] for household in instance["households"]}


def broken_rules(instance: Instance, assignment: dict[str, str]) -> int:
    """Members outside their bounds, orange households above the limit, households with a member not permitted."""
    allowed = permitted(instance)
    risk = {household["id"]: household["risk"] for household in instance["households"]}
    counts = Counter(assignment.values())
    orange = Counter(member for household, member in assignment.items() if risk[household] == "orange")
    outside = 0
    for member in instance["members"]:
        low, high = member["households"] or (5, 15)
        outside += not low <= counts[member["id"]] <= high
    above = sum(max(0, count - ORANGE_A_MEMBER) for count in orange.values())
    return outside + above + sum(member not in allowed[household] for household, member in assignment.items())

"""A village small enough to be planned and counted by hand, and its plan as a file has it.

With detour 1 and 20 metres a minute, d metres are d/10 minutes there and back. m1 stands at 0 m, b1 at 100 m, b2 at
900 m, m2 at 1000 m: 10 minutes from m1 to b1 and from m2 to b2, 90 crosswise. T = 100 for both.

    h1 green in b1: 1 · 20 = 20 minutes of service; m1 knows it (10 minutes)
    h2 blue in b1: 2 · 20 = 40; it prefers m2 (30 minutes)
    h3 yellow in b2: 3 · 20 = 60; served by m1 today
    h4 orange in b2: 6 · 30 = 180

The plan gives h1, h2 to m1 and h3, h4 to m2:
    walking      2 · 10 + 6 · 10 = 80
    relation     h2 misses 30
    compactness  two (member, building): 20
    workloads    m1: 20 + 40 + 20 = 80, m2: 60 + 180 + 60 = 300
    balance      m2: 0.5 · (300 − 115) + 1.5 · (300 − 140) = 332.5
    ceiling      m2: 20 · (300 − 200) = 2000
    churn        h3 moves: 5
    objective    2467.5
"""

from __future__ import annotations

import copy
from typing import Any

from planner.instance import Instance
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of

DOCUMENT = an_instance(
    rules={
        "detour": 1,
        "metres_per_minute": 20,
        "households_per_member": [1, 3],
        "orange_per_member": 1,
        "target_minutes": 100,
        "churn_minutes": 5,
        "max_moves": 1,
    },
    members=[a_member("m1", 0, senior=True), a_member("m2", 1000, senior=True)],
    buildings=[a_building("b1", 100), a_building("b2", 900)],
    households=[
        a_household("h1", "b1", "green", current="m1"),
        a_household("h2", "b1", "blue", current="m1"),
        a_household("h3", "b2", "yellow", current="m1"),
        a_household("h4", "b2", "orange", current="m2"),
    ],
    pairs=[a_pair("m1", "h1"), a_pair("m2", "h2", "household_prefers")],
)
ASSIGNMENT = {"h1": "m1", "h2": "m1", "h3": "m2", "h4": "m2"}
TERMS = {"walking": 80.0, "relation": 30.0, "compactness": 20.0, "balance": 332.5, "ceiling": 2000.0, "churn": 5.0}


def village(**rules: Any) -> Instance:
    """The village, with other rules where given."""
    document = copy.deepcopy(DOCUMENT)
    document["rules"].update(rules)
    return instance_of(document)


def village_with(**parts: Any) -> Instance:
    """The village with other lists of members, households, buildings or pairs."""
    return instance_of({**copy.deepcopy(DOCUMENT), **parts})


def a_plan(instance: Instance, /, **claims: Any) -> Json:
    """The good plan of the village as a file has it; `claims` replace what it says."""
    plan: Json = {
        "format": "lianhu-plan/1",
        "instance": instance.name,
        "sha256": instance.sha256,
        "status": "feasible",
        "objective": 2467.5,
        "bound": 2400.0,
        "gap": 67.5 / 2467.5,
        "target_minutes": 100.0,
        "terms": dict(TERMS),
        "moves": 1,
        "max_moves": 1,
        "fewest_moves": None,
        "seconds": 1.0,
        "seed": 0,
        "version": "file",
        "progress": [{"seconds": 1.0, "objective": 2467.5, "bound": None}],
        "assignment": dict(ASSIGNMENT),
        "over_ceiling": [{"member": "m2", "minutes": 300.0, "why": "h4"}],
        "causes": [],
        "repairs": [],
    }
    return {**plan, **claims}

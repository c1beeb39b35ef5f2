"""How evenly a plan in the graph loads its members, before it and with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Refused
from graph.plans import StoredPlan, assignment_before, changed, plan_changes
from planner.checks import recount
from planner.from_graph import instance_from_graph
from planner.instance import Instance


@dataclass(frozen=True, slots=True)
class LoadRange:
    """Over the members: fewest and most households; least, mean and most workload L_m in minutes a quarter."""

    households: tuple[int, int]
    minutes: tuple[float, float, float]


def load_ranges(db: Database, plan: StoredPlan) -> tuple[LoadRange, LoadRange] | None:
    """Before the plan and with it, over the members and households of its part of the county as they are today.

    None when the part is gone, or has nobody left to plan with.
    """
    try:
        instance = instance_from_graph(db, plan.grid)
    except Refused:
        return None
    before = assignment_before(db, plan)
    return load_range(instance, before), load_range(instance, changed(before, plan_changes(db, plan)))


def load_range(instance: Instance, assignment: Mapping[str, str]) -> LoadRange:
    """The range over the instance's members; households that are not in it count for nobody."""
    inside = {household.id for household in instance.households}
    known = {household: member for household, member in assignment.items() if household in inside}
    served = Counter(known.values())
    households = [served[member.id] for member in instance.members]
    loads = recount(instance, known).loads.values()
    mean = sum(loads) / len(loads)
    return LoadRange((min(households), max(households)), (min(loads), mean, max(loads)))

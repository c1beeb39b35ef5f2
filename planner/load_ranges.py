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


@dataclass(frozen=True, slots=True)
class PlanPart:
    """What a plan in the graph is about today: its part of the county, and who has whom before it and with it."""

    instance: Instance
    before: Mapping[str, str]
    after: Mapping[str, str]

    def load_ranges(self) -> tuple[LoadRange, LoadRange]:
        """Before the plan and with it."""
        return load_range(self.instance, self.before), load_range(self.instance, self.after)


def plan_part(db: Database, plan: StoredPlan) -> PlanPart | None:
    """The members and households of the plan's part as they are today; None when it is gone, or nobody is left."""
    try:
        instance = instance_from_graph(db, plan.grid)
    except Refused:
        return None
    before = assignment_before(db, plan)
    return PlanPart(instance, before, changed(before, plan_changes(db, plan)))


def load_range(instance: Instance, assignment: Mapping[str, str]) -> LoadRange:
    """The range over the instance's members; households that are not in it count for nobody."""
    inside = {household.id for household in instance.households}
    known = {household: member for household, member in assignment.items() if household in inside}
    served = Counter(known.values())
    households = [served[member.id] for member in instance.members]
    loads = recount(instance, known).loads.values()
    mean = sum(loads) / len(loads)
    return LoadRange((min(households), max(households)), (min(loads), mean, max(loads)))

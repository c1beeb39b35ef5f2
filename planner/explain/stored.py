"""A plan in the graph as an instance and an assignment: what it was asked, and what it answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.database import Database
from graph.plans import StoredPlan, assignment_before, changed, plan_changes
from planner.explain.errors import NotExplained
from planner.from_graph import instance_from_graph
from planner.instance import Instance


@dataclass(frozen=True, slots=True)
class Planned:
    """`assignment` ({household: member}) is complete for the instance's households.

    `left_out` are households of the plan's part of the county that nobody serves in it, or somebody who has left since.
    """

    plan: StoredPlan
    instance: Instance
    assignment: Mapping[str, str]
    left_out: frozenset[str]

    def must_have(self, household: str) -> None:
        """Raises NotExplained, saying what to do, for a household that the plan leaves with nobody."""
        if household in self.left_out:
            raise NotExplained(
                f"Household {household} has no member in {self.plan.id}: it came after the plan, or its member has "
                "left since. Plan again: lianhu plan."
            )


def planned(db: Database, plan: StoredPlan) -> Planned:
    """The members and households of today, with the target, limit and links of before the plan.

    Raises Refused when the part of the county that was planned is gone, or has nobody to plan with.
    """
    instance = instance_from_graph(db, plan.grid)
    before = assignment_before(db, plan)
    after = changed(before, plan_changes(db, plan))
    members = {member.id for member in instance.members}
    kept = {home.id for home in instance.households if after.get(home.id) in members}
    rules = replace(instance.rules, target_minutes=plan.target_minutes, max_moves=plan.max_moves)
    asked = replace(
        instance,
        rules=rules,
        households=tuple(replace(h, current=before.get(h.id)) for h in instance.households if h.id in kept),
        pairs=tuple(pair for pair in instance.pairs if pair.household in kept),
    )
    left_out = frozenset(home.id for home in instance.households) - kept
    return Planned(plan, asked, {household: after[household] for household in kept}, left_out)

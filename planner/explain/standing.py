"""A plan with everything at hand that explanations look at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.pairs import TENTHS
from planner.checks import Facts, facts_of
from planner.checks.facts import pinned_elsewhere, why_forbidden
from planner.explain.errors import NotExplained
from planner.instance import Instance
from planner.problem import Floats, Ints32, Problem, build_problem

PIN, AVOIDS, SENIOR, AREA, REACH = "pin", "avoids", "senior", "area", "reach"


@dataclass(frozen=True, slots=True)
class Standing:
    """`chosen` (H,) is the member of each household, by position."""

    instance: Instance
    problem: Problem
    chosen: Ints32
    facts: Facts

    def household(self, household: str) -> int:
        """Its position. Raises NotExplained when there is none."""
        return _position(household, [home.id for home in self.instance.households], "household")

    def member(self, member: str) -> int:
        """His position. Raises NotExplained when there is none."""
        return _position(member, [one.id for one in self.instance.members], "member")

    def walk_minutes(self, member: int, household: int) -> float:
        """One trip there and back."""
        return float(self.problem.walk[member, self.problem.building[household]]) / TENTHS

    def by_distance(self, household: int) -> list[int]:
        """All members, the nearest to the household's building first."""
        return np.argsort(self.problem.walk[:, self.problem.building[household]], kind="stable").tolist()

    def place(self, household: int) -> Floats:
        """(2,) where the household lives, metres."""
        building = self.instance.buildings[int(self.problem.building[household])]
        return np.array([building.x, building.y])

    def forbidden(self, member: int, household: int) -> str | None:
        """The rule by which he may not have the household; None when he may."""
        who, home = self.instance.members[member], self.instance.households[household]
        if (who.id, home.id) in self.facts.avoids:
            return AVOIDS
        if home.risk == "orange" and not who.senior:
            return SENIOR
        if why_forbidden(self.facts, who, home) is not None:
            building = self.facts.buildings[home.building]
            return AREA if who.areas is not None and building.area not in who.areas else REACH
        return PIN if pinned_elsewhere(self.facts, who, home) else None


def standing(instance: Instance, assignment: Mapping[str, str]) -> Standing:
    """Raises NotExplained for a household without a member, and for a plan that breaks a hard rule, naming them."""
    position = {member.id: i for i, member in enumerate(instance.members)}
    nobody = [home.id for home in instance.households if assignment.get(home.id) not in position]
    if nobody:
        raise NotExplained(
            f"{len(nobody)} households have no member in this plan ({_some(nobody)}), so nothing can be said of what "
            "another choice would cost. Plan again: lianhu plan."
        )
    chosen = np.array([position[assignment[home.id]] for home in instance.households], dtype=np.int32)
    facts, problem = facts_of(instance), build_problem(instance)
    found = Standing(instance, problem, chosen, facts)
    _must_be_legal(found)
    return found


def _must_be_legal(plan: Standing) -> None:
    problem, members = plan.problem, plan.instance.members
    held = np.bincount(plan.chosen, minlength=problem.members)
    orange = np.bincount(plan.chosen[problem.orange], minlength=problem.members)
    wrong = (held < problem.low) | (held > problem.high) | (orange > problem.orange_limit)
    who = [members[m].id for m in np.flatnonzero(wrong).tolist()]
    which = [
        plan.instance.households[h].id for h, m in enumerate(plan.chosen.tolist()) if not problem.is_permitted(m, h)
    ]
    if who or which:
        raise NotExplained(
            f"The plan does not keep the rules as members and households are today: {len(who)} members have too few or "
            f"too many households ({_some(who)}), {len(which)} households are with a member who may not have them "
            f"({_some(which)}). Plan again: lianhu plan."
        )


def _position(wanted: str, ids: list[str], what: str) -> int:
    if wanted in ids:
        return ids.index(wanted)
    alike = difflib.get_close_matches(wanted, ids, 3, 0.7)
    hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
    raise NotExplained(f"There is no {what} {wanted} among the {len(ids):,} {what}s that the plan speaks of.{hint}")


def _some(ids: Iterable[str]) -> str:
    first = list(ids)
    return ", ".join(first[:5]) + (f" and {len(first) - 5} more" if len(first) > 5 else "") if first else "none"

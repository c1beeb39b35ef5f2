"""Today's links as a plan that keeps every rule: as they are, or after the fewest moves that mend them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.checks import Recount, recount
from planner.errors import PlannerError
from planner.fewest_moves import NoPlan, fewest_moves
from planner.instance import Instance
from planner.problem import build_problem
from planner.rebalance import settled


class NoPlanToday(PlannerError):
    """There is no plan for the county as it is, with any number of moves; `lianhu plan` says why."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Mended:
    """`assignment` ({household: member}) keeps every rule; `counted` is its recount at today's target.

    `changed` are the households that have another member in it than today: none where today's links stand.
    """

    assignment: dict[str, str]
    counted: Recount
    changed: tuple[str, ...]

    @property
    def as_today(self) -> bool:
        """Whether today's links stand as they are."""
        return not self.changed


def mended(instance: Instance, seed: int = 0) -> Mended:
    """Work is counted, not timed. A limit of moves is not listened to. Raises NoPlanToday."""
    instance = replace(instance, rules=replace(instance.rules, max_moves=None))
    members = {member.id for member in instance.members}
    today = {home.id: home.current for home in instance.households if home.current in members}
    counted = recount(instance, today)
    if not counted.broken:
        return Mended(today, counted, ())
    problem = build_problem(instance)
    try:
        fewest = fewest_moves(problem)
    except NoPlan:
        raise NoPlanToday(
            "There is no plan for the county as it is, with any number of moves. Why, and what would help: lianhu plan."
        ) from None
    chosen: list[int] = settled(replace(problem, max_moves=fewest.moves), fewest.assignment, seed).tolist()
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, chosen, strict=True)}
    changed = tuple(home.id for home in instance.households if named[home.id] != home.current)
    return Mended(named, recount(instance, named, target_minutes=problem.target_minutes), changed)

"""What if some members leave, all at once: the planner's own repair with the fewest moves, beside today's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.checks import Recount, recount
from planner.errors import PlannerError
from planner.instance import Instance
from planner.plan_file import Plan
from planner.problem import build_problem
from planner.resilience.today import without_members
from planner.service import SolveOptions, answer


@dataclass(frozen=True, slots=True)
class Reassigned:
    """A household that changes its member; `forced`: it could not have stayed."""

    household: str
    from_member: str | None
    to_member: str
    forced: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Without `members`: the repaired `plan` (or why there is none), its recount, and what it changes.

    `before` is what the minutes compare with, at the same target: today's links where they keep every rule
    (`before_is_today`), else the same repair as if nobody left; None where there is no such plan either. `orphaned`:
    the households that those who leave serve today.
    """

    members: tuple[str, ...]
    orphaned: tuple[str, ...]
    plan: Plan
    after: Recount | None
    before: Recount | None
    before_is_today: bool
    changes: tuple[Reassigned, ...]

    @property
    def extra_minutes(self) -> float | None:
        """The objective after less that before."""
        if self.after is None or self.before is None:
            return None
        return self.after.objective - self.before.objective


def what_if_they_leave(instance: Instance, members: Sequence[str], options: SolveOptions | None = None) -> WhatIf:
    """The repair when all of `members` leave: with the fewest moves of others, or with `options.max_moves` of them.

    The target stays that of today, so that before and after compare. Raises PlannerError for a member who is not there
    and where nobody would be left.
    """
    options = SolveOptions(minimum=True) if options is None else options
    gone = _must_be_members(instance, members)
    target = build_problem(instance).target_minutes
    instance = replace(instance, rules=replace(instance.rules, target_minutes=target, max_moves=None))
    left = without_members(instance, gone)
    found = answer(left, options)
    counted = found.counted
    before, is_today = _before(instance, options)
    return WhatIf(
        members=tuple(members),
        orphaned=tuple(home.id for home in instance.households if home.current in gone),
        plan=found.plan,
        after=counted,
        before=before,
        before_is_today=is_today,
        changes=() if counted is None else _changes(left, found.plan),
    )


def _must_be_members(instance: Instance, members: Sequence[str]) -> set[str]:
    known, gone = {member.id for member in instance.members}, set(members)
    strangers = sorted(gone - known)
    if strangers:
        raise PlannerError(
            f"There is no active member {', '.join(strangers)} among the {len(known):,} members, so nothing changes "
            "when he or she leaves. Check the ids: lianhu resilience --json lists all."
        )
    if gone == known:
        raise PlannerError(f"All {len(known):,} members would be gone: there is nobody to plan with.")
    return gone


def _before(instance: Instance, options: SolveOptions) -> tuple[Recount | None, bool]:
    """What today costs, and whether that is today's links as they are."""
    members = {member.id for member in instance.members}
    today = recount(instance, {h.id: h.current for h in instance.households if h.current in members})
    if not today.broken:
        return today, True
    return answer(instance, replace(options, minimum=True, max_moves=None)).counted, False


def _changes(instance: Instance, plan: Plan) -> tuple[Reassigned, ...]:
    current = build_problem(instance).current
    return tuple(
        Reassigned(home.id, home.current, plan.assignment[home.id], forced=bool(current[h] < 0))
        for h, home in enumerate(instance.households)
        if plan.assignment[home.id] != home.current
    )

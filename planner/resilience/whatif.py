"""What if some members leave, all at once: the planner's own repair with the fewest moves, beside today's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.checks import Recount
from planner.errors import PlannerError
from planner.instance import Instance
from planner.plan_file import Plan
from planner.problem import build_problem
from planner.resilience.mended import Mended, NoPlanToday, mended
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

    `before` is what the minutes compare with, at the same target: today's links or, where these break rules or leave
    households with nobody, those after the fewest moves that mend them; these change the households `due_anyway`, and
    `changes` come on top. None where there is no such plan with everybody either. `orphaned`: the households whom those
    who leave serve before.
    """

    members: tuple[str, ...]
    orphaned: tuple[str, ...]
    due_anyway: tuple[str, ...]
    plan: Plan
    after: Recount | None
    before: Recount | None
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
    base = _base(instance, options.seed)
    if base is not None:
        homes = tuple(replace(home, current=base.assignment[home.id]) for home in instance.households)
        instance = replace(instance, households=homes)
    left = without_members(instance, gone)
    found = answer(left, options)
    return WhatIf(
        members=tuple(dict.fromkeys(members)),
        orphaned=tuple(home.id for home in instance.households if home.current in gone),
        due_anyway=() if base is None else base.changed,
        plan=found.plan,
        after=found.counted,
        before=None if base is None else base.counted,
        changes=() if found.counted is None else _changes(left, found.plan),
    )


def _base(instance: Instance, seed: int) -> Mended | None:
    try:
        return mended(instance, seed)
    except NoPlanToday:
        return None


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


def _changes(instance: Instance, plan: Plan) -> tuple[Reassigned, ...]:
    current = build_problem(instance).current
    return tuple(
        Reassigned(home.id, home.current, plan.assignment[home.id], forced=bool(current[h] < 0))
        for h, home in enumerate(instance.households)
        if plan.assignment[home.id] != home.current
    )

"""Approving a plan: inside the lease, on the links and people as they are now, and only if every hard rule holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.approvals import AGAIN, Override, put_into_force, refuse_unfinished_imports, refuse_unless_current
from graph.database import Database
from graph.errors import Refused
from graph.ingest.load import finish_killed
from graph.lease import LEASE_SECONDS, WAIT_SECONDS
from graph.plans import Change, StoredPlan, assignment_before, changed, get_plan, plan_changes
from graph.versions import LinkStep, Progress, begin_step
from planner.checks import Broken, recount
from planner.from_graph import instance_from_graph
from planner.instance import Instance

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Approval:
    """A plan that is in force now, and the step that put it there."""

    plan: StoredPlan
    step: LinkStep


def approve_plan(
    db: Database,
    plan_id: str,
    *,
    override: str | None = None,
    lease_seconds: float = LEASE_SECONDS,
    wait_seconds: float = WAIT_SECONDS,
    on_progress: Progress | None = None,
) -> Approval:
    """Put a draft (p-3, or `latest`) into force. Readers see the links of before or those of the plan, never a mixture.

    What a killed import left is finished or undone first. Everything that changes the county does so under the lease,
    so that the plan is judged on what is true until it is in force. `override` is why a plan that breaks hard rules is
    approved all the same; it is kept with the plan, and so are the rules.

    Raises Refused, and changes nothing, when the plan is no draft, is based on an older version of the links, breaks a
    hard rule on the data as they are now (without an override), leaves a household to nobody, or somebody else is
    writing links for longer than `wait_seconds`.
    """
    if override is not None and not override.strip():
        raise Refused("An override needs a reason, which is kept with the plan. Nothing was changed.")
    wanted = get_plan(db, plan_id).id
    finish_killed(db)
    with begin_step(db, wanted, seconds=lease_seconds, wait_seconds=wait_seconds) as lease:
        plan = get_plan(db, wanted)
        refuse_unless_current(db, plan, lease.version)
        refuse_unfinished_imports(db)
        changes = plan_changes(db, plan)
        overridden = refuse_if_broken(db, plan, changes, override)
        step = put_into_force(lease, plan, changes, override=overridden, on_progress=on_progress)
    return Approval(get_plan(db, wanted), step)


def refuse_if_broken(
    db: Database, plan: StoredPlan, changes: Sequence[Change], reason: str | None = None
) -> Override | None:
    """Raise Refused, with the rules in words, when the plan breaks a hard rule on the county as it is now.

    With a reason the rules that a best effort may break are overridden; None when there is nothing to override.
    """
    instance = instance_from_graph(db, plan.grid)
    assignment = changed(assignment_before(db, plan), changes)
    limit = plan.max_moves if plan.broken else None
    outside, broken = _judged(instance, assignment, changes, limit)
    never = outside + [one.sentence for one in broken if one.rule == "assignment"]
    told = outside + [one.sentence for one in broken]
    if never or (told and reason is None):
        say_how = f"To approve it all the same: lianhu approve {plan.id} --override REASON"
        raise Refused(
            f"{plan.id} breaks {_count(told)} on the county as it is now:\n{_listed(told)}\n"
            f"Nothing was changed. {AGAIN}" + ("" if never else f" {say_how}")
        )
    return Override(reason.strip(), tuple(told)) if told and reason is not None else None


def broken_rules(instance: Instance, assignment: Mapping[str, str], changes: Sequence[Change]) -> list[str]:
    """The hard rules that an assignment breaks, a sentence each.

    A plan for a part of the county is judged on that part, the households of `instance`: the rest is not its doing. But
    a household that it changes must still belong to the part.
    """
    outside, broken = _judged(instance, assignment, changes, None)
    return outside + [one.sentence for one in broken]


def _judged(
    instance: Instance, assignment: Mapping[str, str], changes: Sequence[Change], max_moves: int | None
) -> tuple[list[str], list[Broken]]:
    """Changed households that are not of the part any more, in words, and the rules that the part's plan breaks."""
    inside = {household.id for household in instance.households}
    outside = [
        f"household {change.household} does not belong to what was planned any more"
        for change in changes
        if change.household not in inside
    ]
    judged = {household: member for household, member in assignment.items() if household in inside}
    return outside, recount(instance, judged, max_moves=max_moves).broken


def _count(broken: Sequence[str]) -> str:
    return "1 hard rule" if len(broken) == 1 else f"{len(broken):,} hard rules"


def _listed(broken: Sequence[str]) -> str:
    shown = [f"  {sentence}" for sentence in broken[:MOST_SHOWN]]
    more = len(broken) - MOST_SHOWN
    return "\n".join([*shown, f"  … and {more:,} more"] if more > 0 else shown)

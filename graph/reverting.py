"""Taking the last step back: the links before it become true again, in a new version."""

from __future__ import annotations

from graph.approvals import told
from graph.clock import county_now
from graph.database import Database
from graph.errors import Refused
from graph.lease import WAIT_SECONDS, Lease, read_county
from graph.links import changes_between, links_at
from graph.plans import DRAFT, LATEST, get_plan, list_plans
from graph.versions import LinkStep, Progress, begin_step, last_step, steps_since, write_step


def revert_step(
    db: Database, wanted: str, *, wait_seconds: float = WAIT_SECONDS, on_progress: Progress | None = None
) -> LinkStep:
    """Take back the last step, a plan (p-3, `latest`) or an import of links (i-2), and give the step that did it.

    The plan taken back is retired, the one that was in force before it is in force again. A revert is a step too, but
    it cannot be taken back itself: who wants the plan after all plans again, on the county as it is by then.

    Raises Refused for anything but the last step, naming that.
    """
    step = get_plan(db, LATEST).id if wanted == LATEST else wanted
    with begin_step(db, f"revert of {step}", wait_seconds=wait_seconds) as lease:
        last = _last_step(db, step)
        changes = changes_between(links_at(db, lease.version), links_at(db, last.before), replace_all=True)
        return write_step(lease, _undoing(lease, last), changes, on_progress=on_progress)


def _undoing(lease: Lease, last: LinkStep) -> LinkStep:
    county = read_county(lease.db)
    number = 1 + sum(step.kind == "revert" for step in steps_since(lease.db, 0))
    return LinkStep(
        id=f"r-{number}",
        kind="revert",
        version=lease.version + 1,
        before=lease.version,
        at_ms=county_now(county.as_of_on, frozen=county.frozen).ms,
        plan=last.plan_before,
        undoes=last.id,
    )


def _last_step(db: Database, wanted: str) -> LinkStep:
    last = last_step(db)
    if last is None:
        raise Refused(
            f"{_what(db, wanted)} There is no step to revert yet: no links were imported and no plan approved."
        )
    if last.kind == "revert":
        raise Refused(
            f"The last step is {last.id}: {told([last])}. A revert cannot be reverted, nor what came before it. "
            "Nothing was changed. Plan again: lianhu plan."
        )
    if last.id != wanted:
        raise Refused(
            f"{_what(db, wanted)} Only the last step can be reverted, and that is {last.id}: {told([last])}. "
            f"Nothing was changed. To take that back: lianhu revert {last.id}."
        )
    return last


def _what(db: Database, wanted: str) -> str:
    """What the step asked for is, if it is not the last one."""
    plan = next((plan for plan in list_plans(db) if plan.id == wanted), None)
    if plan is not None and plan.status == DRAFT:
        return f"{wanted} is a draft and was never in force."
    step = next((step for step in steps_since(db, 0) if step.id == wanted), None)
    if step is None:
        return f"There is no step {wanted}."
    return f"{wanted} is not the last step: after it {told(steps_since(db, step.version))}."

"""Putting a plan into force: what the graph itself must say yes to, and the step that makes its links true.

Whether the plan keeps the hard rules is for planner.approval to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.clock import county_now, real_ms
from graph.database import Database, Transaction
from graph.errors import Refused
from graph.lease import Lease, read_county
from graph.links import LinkChanges, LinkRow, links_at
from graph.plans import APPROVED, RETIRED, Change, StoredPlan
from graph.queries import query
from graph.versions import LinkStep, Progress, steps_since, write_step

AGAIN = "Plan again: lianhu plan."


def refuse_unless_current(db: Database, plan: StoredPlan, version: int) -> None:
    """Raise Refused unless the plan is a draft that is based on this version of the links."""
    if plan.status == APPROVED:
        raise Refused(f"{plan.id} is in force already. Nothing was changed.")
    if plan.status == RETIRED:
        raise Refused(f"{plan.id} was in force once and is not any more; a plan is approved once. {AGAIN}")
    if plan.based_on != version:
        raise Refused(
            f"{plan.id} is based on version {plan.based_on} of the links, and they are at version {version}. "
            f"Since then {told(steps_since(db, plan.based_on))}. Nothing was changed. {AGAIN}"
        )


def told(steps: Sequence[LinkStep]) -> str:
    """Steps in words, oldest first."""
    return "; ".join(f"{_deed(step)} ({_households(step)})" for step in steps) or "nothing is known to have happened"


def _deed(step: LinkStep) -> str:
    if step.kind == "revert":
        return f"{step.undoes} was reverted"
    return f"{step.id} was approved" if step.kind == "plan" else f"links were imported as {step.id}"


def _households(step: LinkStep) -> str:
    count = max(step.opened, step.closed)
    return "1 household" if count == 1 else f"{count:,} households"


def refuse_unfinished_imports(db: Database) -> None:
    """Raise Refused when an import was broken off: the county is half-way then, and no plan can be judged on it."""
    unfinished = [row["id"] for row in db.read(query("load/journal/open"))]
    if unfinished:
        raise Refused(
            f"{len(unfinished)} imports were broken off ({', '.join(unfinished)}). Nothing was changed; start the "
            "import again, which finishes them, and approve then."
        )


@dataclass(frozen=True, slots=True)
class Override:
    """Why a plan was approved although it breaks hard rules, and which, a sentence each."""

    reason: str
    rules: tuple[str, ...]


def put_into_force(
    lease: Lease,
    plan: StoredPlan,
    changes: Sequence[Change],
    *,
    override: Override | None = None,
    on_progress: Progress | None = None,
) -> LinkStep:
    """Make the plan's links true in one step, by the lease's owner; the plan in force before is retired.

    A new link begins today and has no card yet. An override is on record from the same moment on.
    """

    def record(opened: Transaction) -> None:
        if override is not None:
            said = {"reason": override.reason, "rules": list(override.rules)}
            opened.run(query("plans/override"), plan=plan.id, at_ms=real_ms(), **said)

    county = read_county(lease.db)
    now = county_now(county.as_of_on, frozen=county.frozen)
    ending = {change.household for change in changes}
    closed = tuple(link for link in links_at(lease.db, lease.version) if link.household in ending)
    opened = tuple(LinkRow(change.member, change.household, since_on=now.today, plan=plan.id) for change in changes)
    step = LinkStep(plan.id, "plan", lease.version + 1, lease.version, now.ms, plan=plan.id)
    return write_step(lease, step, LinkChanges(closed, opened), before_turning=record, on_progress=on_progress)

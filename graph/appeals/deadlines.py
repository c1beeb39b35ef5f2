"""By when an appeal must be accepted and done, whether it was, and who is asked when it was not."""

from __future__ import annotations

from typing import NamedTuple

from graph.appeal_rules import HOUR_MS, AppealRules
from graph.appeals.path import Appeal

MET, MISSED, RUNNING = "met", "missed", "running"


class Deadline(NamedTuple):
    """When something was due, and when it was done (None: not yet).

    `outcome`: met, missed (an open one past due counts as missed), or running: not done and not yet due.
    """

    due_ms: int
    done_ms: int | None
    outcome: str
    extensions: int = 0

    def overdue_ms(self, now_ms: int) -> int:
        """How long after the deadline it was done, or is still not done; 0 when it is in time."""
        return max(0, (now_ms if self.done_ms is None else self.done_ms) - self.due_ms)


def acceptance(appeal: Appeal, rules: AppealRules, now_ms: int) -> Deadline:
    """The first acceptance against the hours to accept: exactly on the hour is in time."""
    accepted = min((step.at_ms for step in appeal.steps if step.kind == "accept"), default=None)
    return _deadline(appeal.opened_at_ms + round(rules.accept_hours * HOUR_MS), accepted, now_ms)


def triage_deadline(appeal: Appeal, rules: AppealRules, now_ms: int) -> Deadline | None:
    """The deadline of its triage, moved by extensions asked for in time; None for an appeal without a triage.

    An appeal that was done and begun again is open.
    """
    triage = rules.triage.get(appeal.triage or "")
    if triage is None:
        return None
    due = appeal.opened_at_ms + round(triage.hours * HOUR_MS)
    extended = 0
    for step in appeal.steps:
        if step.kind == "extend" and extended < rules.extensions and step.at_ms <= due:
            due += round(triage.extension_hours * HOUR_MS)
            extended += 1
    return _deadline(due, _done_ms(appeal, rules.done_by), now_ms, extended)


def _done_ms(appeal: Appeal, done_by: str) -> int | None:
    if done_by == "close":
        return appeal.closed_at_ms
    step = appeal.first(done_by)
    return None if step is None else step.at_ms


def _deadline(due_ms: int, done_ms: int | None, now_ms: int, extensions: int = 0) -> Deadline:
    if done_ms is not None:
        return Deadline(due_ms, done_ms, MET if done_ms <= due_ms else MISSED, extensions)
    return Deadline(due_ms, None, MISSED if now_ms > due_ms else RUNNING, extensions)

"""Appeals and steps for tests of what needs no graph; hours count from the opening."""

from __future__ import annotations

from typing import Any

from graph.appeal_rules import HOUR_MS
from graph.appeals.path import Appeal, Step

Event = tuple[float, str, str | None, str | None]  # hours after the opening, kind, from, to


def an_appeal(*events: Event, **other: Any) -> Appeal:
    """An appeal opened at hour 0 with these steps."""
    steps = tuple(
        Step(seq, kind, round(hour * HOUR_MS), giver, taker) for seq, (hour, kind, giver, taker) in enumerate(events, 1)
    )
    return Appeal(
        **{"id": "a1", "category": "物业维修", "opened_at_ms": 0, "steps": steps, "triage": "urgent", **other}
    )


def kinds(*names: str, **satisfied: bool) -> Appeal:
    """An appeal with a step of each kind an hour; `revisit=False`: the household was not satisfied."""
    appeal = an_appeal(*((hour, kind, None, None) for hour, kind in enumerate(names)))
    steps = tuple(step._replace(satisfied=satisfied.get(step.kind)) for step in appeal.steps)
    return Appeal(appeal.id, appeal.category, 0, steps)

"""Deadlines to the millisecond, and what an extension gives."""

from __future__ import annotations

import pytest

from graph.appeal_rules import HOUR_MS, default_appeal_rules
from graph.appeals.deadlines import acceptance, triage_deadline
from tests.graph.appeals.builders import Event, an_appeal

RULES = default_appeal_rules()
LATER = 1000 * HOUR_MS
EARLY = 1 / HOUR_MS  # a millisecond


@pytest.mark.parametrize(
    ("accepted", "now", "outcome"),
    [(24, 99, "met"), (24 + EARLY, 99, "missed"), (None, 24, "running"), (None, 24 + EARLY, "missed")],
)
def test_acceptance_within_a_day(accepted: float | None, now: float, outcome: str) -> None:
    """Exactly 24 hours are in time; one that is not accepted is missed from then on."""
    events: list[Event] = [] if accepted is None else [(accepted, "accept", "w", None)]
    assert acceptance(an_appeal(*events), RULES, round(now * HOUR_MS)).outcome == outcome


@pytest.mark.parametrize(
    ("events", "hours", "outcome"),
    [
        ([(72, "close", "w", None)], 72, "met"),
        ([(72 + EARLY, "close", "w", None)], 72, "missed"),
        ([(72, "extend", "d", None), (96, "close", "w", None)], 96, "met"),
        ([(72 + EARLY, "extend", "d", None), (96, "close", "w", None)], 72, "missed"),
        ([(1, "extend", "d", None), (2, "extend", "d", None)], 96, "missed"),
        ([(1, "close", "w", None), (2, "accept", "w", None)], 72, "missed"),
    ],
)
def test_the_deadline_of_urgent_appeals(events: list[Event], hours: float, outcome: str) -> None:
    """72 hours, one extension of 24 if asked for in time; one that was begun again is open."""
    deadline = triage_deadline(an_appeal(*events), RULES, LATER)
    assert deadline is not None
    assert (deadline.due_ms, deadline.outcome) == (hours * HOUR_MS, outcome)


def test_without_a_triage_there_is_no_deadline() -> None:
    """Nobody said how fast it has to be."""
    assert triage_deadline(an_appeal(triage=None), RULES, LATER) is None


def test_how_late_it_is() -> None:
    """Closed ten hours after the deadline; open, and so late until now."""
    closed = triage_deadline(an_appeal((82, "close", "w", None)), RULES, LATER)
    still_open = triage_deadline(an_appeal(), RULES, LATER)
    assert closed is not None
    assert still_open is not None
    assert (closed.overdue_ms(LATER), still_open.overdue_ms(LATER)) == (10 * HOUR_MS, 928 * HOUR_MS)

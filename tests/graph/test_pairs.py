"""Visits, walking and reach of a pair, by hand."""

from __future__ import annotations

from dataclasses import replace

from graph.pairs import overdue_after_days, visits_per_quarter, walk_minutes, within_reach
from graph.rules import default_rules

RULES = default_rules()


def test_a_priority_household_is_visited_every_month_at_least() -> None:
    """Green and priority: three visits; orange stays at six."""
    assert visits_per_quarter(RULES, "green", priority=False) == 1
    assert visits_per_quarter(RULES, "green", priority=True) == 3
    assert visits_per_quarter(RULES, "orange", priority=True) == 6


def test_walking_is_there_and_back_with_the_detour() -> None:
    """300 and 400 m are 500 m straight; 2 · 1.3 · 500 / 70 = 18.571…, to a tenth 18.6."""
    assert walk_minutes(RULES, 300, -400) == 18.6
    assert walk_minutes(RULES, 0, 0) == 0


def test_reach_is_one_way() -> None:
    """18.6 minutes there and back are 9.3 one way."""
    assert within_reach(RULES, 18.6)
    assert within_reach(replace(RULES, reach_minutes=9.3), 18.6)
    assert not within_reach(replace(RULES, reach_minutes=9.2), 18.6)


def test_the_next_visit_is_due_after_its_part_of_the_quarter() -> None:
    """Six visits in 91 days: one every 15 days and four hours."""
    assert overdue_after_days(91, 6) == 91 / 6

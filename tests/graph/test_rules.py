"""The rules: shipped values, what a file lays over them, and every fault told."""

from __future__ import annotations

from typing import Any

import pytest

from graph.rules import Rules, default_rules, rules_from


def read(given: dict[str, Any]) -> tuple[Rules | None, dict[str, str]]:
    """The rules and what was complained about, by path."""
    told: dict[str, str] = {}
    rules = rules_from(given, lambda path, _value, wrong: told.update({path: wrong}))
    return rules, told


def test_the_shipped_rules_are_those_of_the_format() -> None:
    """FORMATS.md lists the defaults; rules.toml ships the same."""
    rules = default_rules()
    assert rules.households_per_member == (5, 15)
    assert rules.visits_per_quarter == {"green": 1, "blue": 2, "yellow": 3, "orange": 6}
    assert rules.minutes_per_visit == {"green": 20, "blue": 20, "yellow": 20, "orange": 30}
    assert (rules.metres_per_minute, rules.detour, rules.reach_minutes) == (70, 1.3, None)
    assert rules.balance.below == (0.7, 0.25)
    assert rules.balance.above == ((1.15, 0.5), (1.4, 1.5))
    assert (rules.ceiling, rules.churn_minutes, rules.max_moves) == ((2.0, 20), 0, None)
    assert rules.version == "2026.1"


def test_objects_merge_by_key_and_lists_are_replaced_whole() -> None:
    """One class's visits changed leaves the others; a new `above` replaces both default lines."""
    rules, told = read({"visits_per_quarter": {"blue": 4}, "balance": {"above": [[1.0, 2]]}})
    assert not told
    assert rules is not None
    assert rules.visits_per_quarter == {"green": 1, "blue": 4, "yellow": 3, "orange": 6}
    assert rules.balance.above == ((1.0, 2.0),)
    assert rules.balance.below == (0.7, 0.25)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"visits": 3}, "visits"),
        ({"visits_per_quarter": {"red": 1}}, "visits_per_quarter.red"),
        ({"visits_per_quarter": {"blue": 0}}, "visits_per_quarter.blue"),
        ({"visits_per_quarter": {"blue": 1.5}}, "visits_per_quarter.blue"),
        ({"visits_per_quarter": {"blue": True}}, "visits_per_quarter.blue"),
        ({"visits_per_quarter": None}, "visits_per_quarter"),
        ({"minutes_per_visit": {"blue": 20.25}}, "minutes_per_visit.blue"),
        ({"building_minutes": -1}, "building_minutes"),
        ({"building_minutes": "10"}, "building_minutes"),
        ({"building_minutes": 10**400}, "building_minutes"),
        ({"metres_per_minute": 0}, "metres_per_minute"),
        ({"households_per_member": [6, 5]}, "households_per_member"),
        ({"households_per_member": [5]}, "households_per_member"),
        ({"households_per_member": 5}, "households_per_member"),
        ({"balance": {"above": [[1.4, 1], [1.15, 1]]}}, "balance.above"),
        ({"balance": {"above": [[1.4, -1]]}}, "balance.above[0]"),
        ({"balance": {"above": None}}, "balance"),
        ({"balance": {"beside": 1}}, "balance.beside"),
        ({"ceiling": [2.0]}, "ceiling"),
        ({"orange_per_member": -1}, "orange_per_member"),
        ({"max_moves": -1}, "max_moves"),
        ({"target_minutes": 100.05}, "target_minutes"),
        ({"reach_minutes": "far"}, "reach_minutes"),
    ],
)
def test_a_fault_names_its_path(given: dict[str, Any], path: str) -> None:
    """Each fault stands at its own path, and there are no rules then."""
    rules, told = read(given)
    assert rules is None
    assert list(told) == [path]


def test_all_faults_are_told_at_once() -> None:
    """Three faults, three complaints."""
    _, told = read({"detour": 0, "ceiling": 3, "churn_minutes": 0.01})
    assert set(told) == {"detour", "ceiling", "churn_minutes"}

"""The rules for gaps: shipped ones, and a county's own laid over them."""

from __future__ import annotations

from typing import Any

import pytest

from graph.gap_rules import default_gap_rules, gap_rules_from
from graph.rules import shipped_version


def test_the_shipped_rules() -> None:
    """91 days, half an hour on foot, two watchers, and the version of the file."""
    rules = default_gap_rules()
    assert (rules.quarter_days, rules.venue_reach_minutes, rules.watchers) == (91, 30, 2)
    assert rules.version == shipped_version()


def test_a_county_overrides_what_it_names() -> None:
    """The others stay, and the version is the county's."""
    rules = gap_rules_from({"venue_reach_minutes": 45.5}, lambda *_: None, version="ours")
    assert rules is not None
    assert (rules.venue_reach_minutes, rules.watchers, rules.version) == (45.5, 2, "ours")


@pytest.mark.parametrize(
    "given",
    [{"venue_reach": 3}, {"watchers": 1.5}, {"watchers": True}, {"quarter_days": 0}, {"venue_reach_minutes": "30"}],
)
def test_faults_are_told_and_give_no_rules(given: dict[str, Any]) -> None:
    """An unknown rule, half a watcher, a quarter of no days, text."""
    told: list[str] = []
    assert gap_rules_from(given, lambda path, *_: told.append(path)) is None
    assert told == list(given)

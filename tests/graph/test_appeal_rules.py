"""The rules for appeals: shipped values, what a county lays over them, and every fault told."""

from __future__ import annotations

from typing import Any

import pytest

from graph.appeal_rules import RUNGS, AppealRules, appeal_rules_from, default_appeal_rules
from graph.words import STEPS, TRIAGES


def read(given: dict[str, Any]) -> tuple[AppealRules | None, dict[str, str]]:
    """The rules and what was complained about, by path."""
    told: dict[str, str] = {}
    return appeal_rules_from(given, lambda path, _value, wrong: told.update({path: wrong})), told


def test_the_shipped_rules_hold_the_report_and_are_whole() -> None:
    """24 hours to accept; each triage has a deadline and somebody to ask; each kind of step has its place."""
    rules = default_appeal_rules()
    assert rules.accept_hours == 24
    assert rules.triage.keys() == TRIAGES.keys()
    assert all(triage.hours > 0 and triage.escalation[-1][0] == RUNGS[-1] for triage in rules.triage.values())
    assert {*rules.life_cycle.stage_of, *rules.life_cycle.anytime} == set(STEPS)
    assert len(rules.routing) == 11
    assert rules.version == "2026.1"


def test_a_county_overrides_what_it_names_and_keeps_the_rest() -> None:
    """Another deadline and one more category; the version is the county's."""
    given = {"triage": {"urgent": {"hours": 12}}, "routing": {"路灯": ["供电公司"]}}
    told: list[str] = []
    rules = appeal_rules_from(given, lambda path, _value, _wrong: told.append(path), version="county 7")
    assert not told
    assert rules is not None
    assert (rules.triage["urgent"].hours, rules.triage["urgent"].extension_hours) == (12, 24)
    assert rules.routing["路灯"] == ("供电公司",)
    assert len(rules.routing) == 12
    assert (rules.accept_hours, rules.version) == (24, "county 7")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"accept_days": 1}, "accept_days"),
        ({"accept_hours": -1}, "accept_hours"),
        ({"accept_hours": "24"}, "accept_hours"),
        ({"done_by": "finish"}, "done_by"),
        ({"triage": {"red": {}}}, "triage.red"),
        ({"triage": {"urgent": {"hours": None}}}, "triage.urgent.hours"),
        ({"triage": {"urgent": {"escalation": {"king": 1}}}}, "triage.urgent.escalation.king"),
        ({"triage": {"urgent": {"escalation": {"commander": 1}}}}, "triage.urgent.escalation"),
        ({"life_cycle": {"stages": [["collect"], ["close"]]}}, "life_cycle.stages"),
        ({"life_cycle": {"required": ["closed"]}}, "life_cycle.required"),
        ({"life_cycle": {"again_after": {"accept": "assign"}}}, "life_cycle.again_after.accept"),
        ({"routing": {"路灯": []}}, "routing.路灯"),
        ({"routing": {"路灯": "供电公司"}}, "routing.路灯"),
        ({"stuck": {"loops": 1}}, "stuck.loops"),
        ({"repeats": 3}, "repeats.at_least"),
    ],
)
def test_each_fault_is_told_with_its_path(given: dict[str, Any], path: str) -> None:
    """A rule that is not known, or a value that cannot be one."""
    rules, told = read(given)
    assert rules is None
    assert path in told

"""The rules for gaps: when a visit is overdue, how far a venue may be, how many watch a lone elder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.rules import Complain, laid_over, number, shipped_table, shipped_version


@dataclass(frozen=True, slots=True)
class GapRules:
    """One set of rules for gaps. `venue_reach_minutes`: on foot, one way."""

    quarter_days: float
    venue_reach_minutes: float
    watchers: int
    version: str


@cache
def default_gap_rules() -> GapRules:
    """The rules for gaps that Lianhu ships, with their version."""
    complaints: list[str] = []
    rules = gap_rules_from({}, lambda path, value, wrong: complaints.append(f"{path}: {wrong} ({value})"))
    if rules is None:
        raise ValueError("rules.toml: " + "; ".join(complaints))
    return rules


def gap_rules_from(given: Mapping[str, Any], complain: Complain, *, version: str | None = None) -> GapRules | None:
    """The shipped rules with a county's `given` laid over them; None after every fault was told to `complain`."""
    shipped = shipped_table("gaps")
    told = [key for key in given if key not in shipped]
    for key in told:
        complain(key, given[key], "no such rule")
    amounts = {key: number(value) for key, value in laid_over(shipped, given).items() if key in shipped}
    least = {"quarter_days": 1.0, "venue_reach_minutes": 0.0, "watchers": 0.0}
    for key, amount in amounts.items():
        if amount is None or amount < least[key] or (key == "watchers" and amount != int(amount)):
            kind = "a whole number" if key == "watchers" else "a number"
            told.append(key)
            complain(key, given.get(key), f"must be {kind} of at least {least[key]:g}")
    if told:
        return None
    days, minutes, watchers = (amounts[key] or 0.0 for key in ("quarter_days", "venue_reach_minutes", "watchers"))
    return GapRules(days, minutes, int(watchers), shipped_version() if version is None else version)

"""The rules of planning: what they are, their defaults (rules.toml) and what makes a set of them faulty."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import resources
from typing import Any, cast

RISKS = ("green", "blue", "yellow", "orange")
Complain = Callable[[str, object, str], None]  # (path below rules, value, what is wrong)


@dataclass(frozen=True, slots=True)
class Balance:
    """Charge on a workload L against a target T: `below` is (share of T, slope), `above` several that add up."""

    below: tuple[float, float]
    above: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """One set of planning rules. Minutes are minutes a quarter; `reach_minutes` is one way."""

    households_per_member: tuple[int, int]
    orange_per_member: int
    visits_per_quarter: Mapping[str, int]
    priority_visits_per_quarter: int
    minutes_per_visit: Mapping[str, float]
    metres_per_minute: float
    detour: float
    reach_minutes: float | None
    knows_minutes: float
    household_prefers_minutes: float
    member_prefers_minutes: float
    building_minutes: float
    balance: Balance
    ceiling: tuple[float, float]
    churn_minutes: float
    max_moves: int | None
    target_minutes: float | None
    version: str = field(default="file", compare=False)


@cache
def _shipped() -> Mapping[str, Any]:
    text = resources.files("graph").joinpath("rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def shipped_version() -> str:
    """The version of the rules that Lianhu ships."""
    return str(_shipped()["version"])


def shipped_table(name: str) -> Mapping[str, Any]:
    """One table of the rules that Lianhu ships, as it stands in rules.toml."""
    return cast("Mapping[str, Any]", _shipped()[name])


def quarter_days() -> float:
    """Days in a quarter, for overdue visits."""
    return float(_shipped()["gaps"]["quarter_days"])


def default_rules() -> Rules:
    """The rules that Lianhu ships, with their version."""
    complaints: list[str] = []
    rules = rules_from({}, lambda path, value, wrong: complaints.append(f"{path}: {wrong} ({value})"))
    if rules is None:
        raise ValueError("rules.toml: " + "; ".join(complaints))
    return replace(rules, version=shipped_version())


def merged(given: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped planning rules with `given` laid over them: objects merge by key, lists are replaced whole."""
    base: dict[str, Any] = {"reach_minutes": None, "max_moves": None, "target_minutes": None, **_shipped()["planning"]}
    return laid_over(base, given)


def table_of(value: object) -> dict[str, Any] | None:
    """`value` as a JSON object, or None."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def list_of(value: object) -> list[Any] | None:
    """`value` as a JSON list, or None."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def laid_over(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `given` laid over it: objects merge by key, anything else is replaced whole."""
    result = dict(base)
    for key, value in given.items():
        old, new = table_of(result.get(key)), table_of(value)
        result[key] = value if old is None or new is None else laid_over(old, new)
    return result


def rules_from(given: Mapping[str, Any], complain: Complain) -> Rules | None:
    """The rules of an instance file, or None after every fault was told to `complain`."""
    told = 0

    def tell(path: str, value: object, wrong: str) -> None:
        nonlocal told
        told += 1
        complain(path, value, wrong)

    known = {f.name for f in fields(Rules)} - {"version"}
    for key in given:
        if key not in known:
            tell(key, given[key], "no such rule")
    values = merged({key: value for key, value in given.items() if key in known})
    read = _Reader(values, tell)
    parts = {
        "households_per_member": read.bounds("households_per_member"),
        "orange_per_member": read.whole("orange_per_member", least=0),
        "visits_per_quarter": read.by_risk("visits_per_quarter", read.whole_value),
        "priority_visits_per_quarter": read.whole("priority_visits_per_quarter", least=1),
        "minutes_per_visit": read.by_risk("minutes_per_visit", read.minutes_value),
        "metres_per_minute": read.positive("metres_per_minute"),
        "detour": read.positive("detour"),
        "reach_minutes": read.maybe("reach_minutes", read.minutes),
        "churn_minutes": read.minutes("churn_minutes"),
        "max_moves": read.maybe("max_moves", lambda key: read.whole(key, least=0)),
        "target_minutes": read.maybe("target_minutes", read.minutes),
        "balance": read.balance(),
        "ceiling": read.line("ceiling", values["ceiling"]),
    }
    for key in ("knows_minutes", "household_prefers_minutes", "member_prefers_minutes", "building_minutes"):
        parts[key] = read.minutes(key)
    return None if told else Rules(**cast("Any", parts))


def number(value: object) -> float | None:
    """`value` as a finite number, or None: true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def at_most_one_decimal(value: float) -> bool:
    """Minutes are counted in tenths, so that sums are exact."""
    return math.isclose(value * 10, round(value * 10), rel_tol=1e-12, abs_tol=1e-9)


class _Reader:
    """Reads one value after the other; a fault is told and gives a harmless stand-in."""

    def __init__(self, values: Mapping[str, Any], tell: Complain) -> None:
        self.values = values
        self.tell = tell

    def whole_value(self, path: str, value: object, least: int = 1) -> int:
        amount = number(value)
        if amount is None or amount != int(amount) or amount < least:
            self.tell(path, value, f"must be a whole number of at least {least}")
            return least
        return int(amount)

    def minutes_value(self, path: str, value: object) -> float:
        amount = number(value)
        if amount is None or amount < 0 or not at_most_one_decimal(amount):
            self.tell(path, value, "must be minutes: a number of at least 0 with at most one decimal")
            return 0.0
        return amount

    def whole(self, key: str, least: int) -> int:
        return self.whole_value(key, self.values[key], least)

    def minutes(self, key: str) -> float:
        return self.minutes_value(key, self.values[key])

    def positive(self, key: str) -> float:
        amount = number(self.values[key])
        if amount is None or amount <= 0:
            self.tell(key, self.values[key], "must be a number above 0")
            return 1.0
        return amount

    def maybe(self, key: str, read: Callable[[str], Any]) -> Any:
        return None if self.values[key] is None else read(key)

    def by_risk(self, key: str, read: Callable[[str, object], Any]) -> dict[str, Any]:
        table = table_of(self.values[key])
        if table is None:
            self.tell(key, self.values[key], "must be an object with a value for each class")
            return {}
        for risk in table:
            if risk not in RISKS:
                self.tell(f"{key}.{risk}", table[risk], f"no such class; classes are {', '.join(RISKS)}")
        return {risk: read(f"{key}.{risk}", table[risk]) for risk in RISKS}

    def bounds(self, key: str) -> tuple[int, int]:
        return bounds_from(self.values[key], lambda wrong: self.tell(key, self.values[key], wrong)) or (0, 0)

    def line(self, path: str, value: object) -> tuple[float, float]:
        pair = list_of(value) or []
        at, slope = (number(pair[0]), number(pair[1])) if len(pair) == 2 else (None, None)
        if at is None or slope is None or at < 0 or slope < 0:
            self.tell(path, value, "must be [share of the target, slope], neither below 0")
            return 0.0, 0.0
        return at, slope

    def balance(self) -> Balance:
        table = table_of(self.values["balance"]) or {}
        for key in table.keys() - {"below", "above"}:
            self.tell(f"balance.{key}", table[key], "no such part of balance")
        lines = list_of(table.get("above"))
        if lines is None:
            self.tell("balance", self.values["balance"], "must be an object with `below` and a list `above`")
            return Balance((0.0, 0.0), ())
        above = [self.line(f"balance.above[{i}]", line) for i, line in enumerate(lines)]
        below = self.line("balance.below", table.get("below"))
        starts = [at for at, _ in above]
        if starts != sorted(starts):
            self.tell("balance.above", table["above"], "breakpoints must ascend")
        return Balance(below, tuple(above))


def bounds_from(value: object, wrong: Callable[[str], None]) -> tuple[int, int] | None:
    """[lo, hi] as two whole numbers, 0 ≤ lo ≤ hi, or None after `wrong` was told."""
    pair = list_of(value) or []
    ends = [number(end) for end in pair]
    if len(ends) != 2 or any(end is None or end != int(end) or end < 0 for end in ends):
        wrong("must be [least, most], two whole numbers")
        return None
    low, high = (int(cast("float", end)) for end in ends)
    if low > high:
        wrong("the least is above the most")
        return None
    return low, high

"""The rules for appeals: who is in charge, by when, who is asked next, in what order; defaults in rules.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graph.rules import Complain, laid_over, list_of, number, shipped_table, shipped_version, table_of
from graph.words import STEPS, TRIAGES

HOUR_MS: Final = 3_600_000
RUNGS: Final = ("micro", "small", "medium", "large", "area_leader", "commander")
STUCK_KEYS: Final = ("overdue_days", "idle_days", "returns", "hand_overs", "circles", "repeats")


@dataclass(frozen=True, slots=True)
class Triage:
    """The deadline of one class of appeals: hours from opening, what an extension gives, when each rung is asked.

    `escalation`: hours past the deadline by rung (RUNGS), the first asked first.
    """

    hours: float
    extension_hours: float
    escalation: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)  # by identity, so that what was found with it can be kept
class LifeCycle:
    """The stage of each kind of step (0 is the first), which are required, and which steps back are in order.

    `again_after`: by kind the kinds after which it may come again though a later stage was reached. `redone_from`: the
    stage from which all may come again after a revisit that found the household not satisfied.
    """

    stage_of: Mapping[str, int]
    required: tuple[str, ...]
    anytime: frozenset[str]
    again_after: Mapping[str, frozenset[str]]
    redone_from: int


@dataclass(frozen=True, slots=True)
class AppealRules:
    """One set of rules for appeals. `stuck` and `repeats_at_least`: what is told from how many (days) on."""

    accept_hours: float
    done_by: str
    extensions: int
    life_cycle: LifeCycle
    triage: Mapping[str, Triage]
    routing: Mapping[str, tuple[str, ...]]
    stuck: Mapping[str, float]
    repeats_at_least: int
    version: str


@cache
def default_appeal_rules() -> AppealRules:
    """The rules for appeals that Lianhu ships, with their version."""
    complaints: list[str] = []
    rules = appeal_rules_from({}, lambda path, value, wrong: complaints.append(f"{path}: {wrong} ({value})"))
    if rules is None:
        raise ValueError("rules.toml: " + "; ".join(complaints))
    return rules


def appeal_rules_from(
    given: Mapping[str, Any], complain: Complain, *, version: str | None = None
) -> AppealRules | None:
    """The shipped rules with a county's `given` laid over them (objects merge by key, lists are replaced whole).

    None after every fault was told to `complain`. `version`: of the county's rules; None: the shipped one.
    """
    told: list[str] = []

    def tell(path: str, value: object, wrong: str) -> None:
        told.append(path)
        complain(path, value, wrong)

    shipped = shipped_table("appeals")
    for key in given.keys() - shipped.keys():
        tell(key, given[key], "no such rule")
    read = _Reader(laid_over(shipped, {key: value for key, value in given.items() if key in shipped}), tell)
    rules = AppealRules(
        accept_hours=read.amount("accept_hours"),
        done_by=read.kind("done_by", read.values["done_by"]),
        extensions=int(read.amount("extensions")),
        life_cycle=read.life_cycle(),
        triage=read.triage(),
        routing=read.routing(),
        stuck=read.stuck(),
        repeats_at_least=int(read.amount("repeats.at_least")),
        version=shipped_version() if version is None else version,
    )
    return None if told else rules


class _Reader:
    """Reads one value after the other, by its path; a fault is told and gives a harmless stand-in."""

    def __init__(self, values: Mapping[str, Any], tell: Complain) -> None:
        self.values = values
        self.tell = tell

    def at(self, path: str) -> Any:
        value: Any = self.values
        for key in path.split("."):
            value = (table_of(value) or {}).get(key)
        return value

    def amount(self, path: str) -> float:
        found = number(self.at(path))
        if found is None or found < 0:
            self.tell(path, self.at(path), "must be a number of at least 0")
            return 0.0
        return found

    def table(self, path: str) -> dict[str, Any]:
        found = table_of(self.at(path))
        if found is None:
            self.tell(path, self.at(path), "must be a table")
        return found or {}

    def kind(self, path: str, value: object) -> str:
        if value not in STEPS:
            self.tell(path, value, f"is no kind of step; there are {', '.join(STEPS)}")
            return "close"
        return str(value)

    def kinds(self, path: str, value: object) -> tuple[str, ...]:
        found = list_of(value)
        if found is None:
            self.tell(path, value, "must be a list of kinds of steps")
        return tuple(self.kind(path, one) for one in found or ())

    def life_cycle(self) -> LifeCycle:
        path = "life_cycle"
        stages = [
            self.kinds(f"{path}.stages[{n}]", stage) for n, stage in enumerate(list_of(self.at(f"{path}.stages")) or ())
        ]
        stage_of = {kind: n for n, stage in enumerate(stages) for kind in stage}
        anytime = self.kinds(f"{path}.anytime", self.at(f"{path}.anytime"))
        missing = sorted(STEPS.keys() - stage_of.keys() - set(anytime))
        if missing:
            self.tell(f"{path}.stages", self.at(f"{path}.stages"), f"has no place for {', '.join(missing)}")
        again = {
            self.kind(f"{path}.again_after", kind): frozenset(self.kinds(f"{path}.again_after.{kind}", after))
            for kind, after in self.table(f"{path}.again_after").items()
        }
        redone = self.kind(f"{path}.redone_from", self.at(f"{path}.redone_from"))
        required = self.kinds(f"{path}.required", self.at(f"{path}.required"))
        return LifeCycle(stage_of, required, frozenset(anytime), again, stage_of.get(redone, 0))

    def triage(self) -> dict[str, Triage]:
        for name in self.table("triage").keys() - TRIAGES.keys():
            self.tell(f"triage.{name}", self.at(f"triage.{name}"), f"no such class; there are {', '.join(TRIAGES)}")
        return {name: self._triage(f"triage.{name}") for name in TRIAGES}

    def _triage(self, path: str) -> Triage:
        rungs = self.table(f"{path}.escalation")
        for rung in rungs.keys() - set(RUNGS):
            self.tell(f"{path}.escalation.{rung}", rungs[rung], f"no such rung; there are {', '.join(RUNGS)}")
        asked = [(rung, self.amount(f"{path}.escalation.{rung}")) for rung in RUNGS if rung in rungs]
        if [hours for _, hours in asked] != sorted(hours for _, hours in asked):
            self.tell(f"{path}.escalation", rungs, "a higher rung may not be asked before a lower one")
        return Triage(self.amount(f"{path}.hours"), self.amount(f"{path}.extension_hours"), tuple(asked))

    def routing(self) -> dict[str, tuple[str, ...]]:
        return {category: self._departments(category, names) for category, names in self.table("routing").items()}

    def _departments(self, category: str, value: object) -> tuple[str, ...]:
        names: Sequence[object] = list_of(value) or ()
        if not names or not all(isinstance(name, str) for name in names):
            self.tell(f"routing.{category}", value, "must be a list of departments, by id or by name")
        return tuple(str(name) for name in names)

    def stuck(self) -> dict[str, float]:
        for key in self.table("stuck").keys() - set(STUCK_KEYS):
            self.tell(f"stuck.{key}", self.at(f"stuck.{key}"), f"no such cause; there are {', '.join(STUCK_KEYS)}")
        return {key: self.amount(f"stuck.{key}") for key in STUCK_KEYS}

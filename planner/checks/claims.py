"""What a lianhu-plan/1 file claims, read with every fault of its form by JSON path; nothing is judged here.

Only what FORMATS.md needs for a plan has to be there, so that plans by other solvers can be checked: `format`, `status`
and, where there is a plan, `assignment` and the figures. What else is missing claims nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from graph.errors import Fault, FaultyInput
from graph.rules import list_of, number, table_of
from planner.checks.certificates import CERTIFICATES, Claim
from planner.instance_file import shown

T = TypeVar("T")
FORMAT = "lianhu-plan/1"
STATUSES = ("optimal", "feasible", "infeasible", "unknown")
TERMS = ("walking", "relation", "compactness", "balance", "ceiling", "churn")
BREAKABLE = ("households", "orange", "permitted", "pin", "max_moves")
REPAIRS = (
    "add_members",
    "raise_upper_bound",
    "lower_lower_bound",
    "raise_orange",
    "lift_pin",
    "lift_avoid",
    "widen_reach",
    "widen_area",
    "raise_max_moves",
)


@dataclass(frozen=True, slots=True)
class BrokenClaim:
    """One rule that a best-effort plan says it breaks."""

    rule: str
    member: str | None
    household: str | None
    by: int


@dataclass(frozen=True, slots=True)
class RepairClaim:
    """A change that is said to make a plan possible."""

    kind: str
    changes: Mapping[str, Any]
    verified: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """A plan file as it stands. None: not said. `given` holds the keys that are there."""

    given: frozenset[str]
    status: str
    instance: str | None
    sha256: str | None
    objective: float | None
    bound: float | None
    gap: float | None
    target_minutes: float | None
    terms: Mapping[str, float]
    moves: int | None
    max_moves: int | None
    fewest_moves: int | None  # only when it is said to be proven
    assignment: Mapping[str, str]
    over_ceiling: tuple[tuple[str, float], ...]
    causes: tuple[Claim, ...]
    repairs: tuple[RepairClaim, ...]
    broken: tuple[BrokenClaim, ...]


def read_claims(document: object, source: str) -> Claims:
    """The claims of a plan file's JSON. Raises FaultyInput with every fault of its form by JSON path."""
    reader = _Reader()
    claims = reader.claims(document)
    if reader.faults or claims is None:
        raise FaultyInput(source, reader.faults)
    return claims


class _Reader:
    """Reads one value after the other; a fault is noted and gives a harmless stand-in."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, value: object, problem: str) -> None:
        self.faults.append(Fault(path, shown(value), problem))

    def claims(self, document: object) -> Claims | None:
        plan = table_of(document)
        if plan is None:
            self.fault("$", document, "must be a JSON object")
            return None
        if plan.get("format") != FORMAT:
            self.fault("format", plan.get("format"), f'must be "{FORMAT}"')
        for key, least in (("seconds", 0), ("seed", None)):
            self._maybe(plan, key, lambda path, value, least=least: self._number(path, value, least))
        self._maybe(plan, "version", self._text)
        self._rows(plan, "progress", self._progress)
        return Claims(
            given=frozenset(plan),
            status=self._one_of("status", plan.get("status"), STATUSES),
            instance=self._maybe(plan, "instance", self._text),
            sha256=self._maybe(plan, "sha256", self._text),
            objective=self._maybe(plan, "objective", self._number),
            bound=self._maybe(plan, "bound", self._number),
            gap=self._maybe(plan, "gap", self._number),
            target_minutes=self._maybe(plan, "target_minutes", self._number),
            terms=self._table(plan, "terms", self._number),
            moves=self._maybe(plan, "moves", self._whole),
            max_moves=self._maybe(plan, "max_moves", self._whole),
            fewest_moves=self._maybe(plan, "fewest_moves", self._fewest),
            assignment=self._table(plan, "assignment", self._text),
            over_ceiling=self._rows(plan, "over_ceiling", self._over_ceiling),
            causes=self._rows(plan, "causes", self._cause),
            repairs=self._rows(plan, "repairs", self._repair),
            broken=self._rows(plan, "broken", self._broken),
        )

    def _maybe(self, row: Mapping[str, Any], key: str, read: Callable[[str, Any], T], path: str = "") -> T | None:
        return None if row.get(key) is None else read(path + key, row[key])

    def _text(self, path: str, value: object) -> str:
        if not isinstance(value, str):
            self.fault(path, value, "must be text")
        return str(value)

    def _number(self, path: str, value: object, least: float | None = None) -> float:
        amount = number(value)
        if amount is None or (least is not None and amount < least):
            self.fault(path, value, "must be a number" + ("" if least is None else f" of at least {least}"))
        return amount or 0.0

    def _whole(self, path: str, value: object) -> int:
        amount = number(value)
        if amount is None or amount < 0 or amount != int(amount):
            self.fault(path, value, "must be a whole number of at least 0")
            return 0
        return int(amount)

    def _one_of(self, path: str, value: object, choices: tuple[str, ...]) -> str:
        if value not in choices:
            self.fault(path, value, f"must be one of {', '.join(choices)}")
            return choices[-1]
        return str(value)

    def _table(self, plan: Mapping[str, Any], key: str, read: Callable[[str, Any], T]) -> dict[str, T]:
        table = table_of({} if plan.get(key) is None else plan[key])
        if table is None:
            self.fault(key, plan[key], "must be an object")
            return {}
        return {name: read(f"{key}.{name}", value) for name, value in table.items()}

    def _rows(self, plan: Mapping[str, Any], key: str, read: Callable[[str, dict[str, Any]], T]) -> tuple[T, ...]:
        rows = list_of([] if plan.get(key) is None else plan[key])
        if rows is None:
            self.fault(key, plan[key], "must be a list")
            return ()
        result: list[T] = []
        for i, value in enumerate(rows):
            row = table_of(value)
            if row is None:
                self.fault(f"{key}[{i}]", value, "must be an object")
            else:
                result.append(read(f"{key}[{i}].", row))
        return tuple(result)

    def _ids(self, path: str, value: object) -> tuple[str, ...]:
        ids = list_of(value)
        if ids is None:
            self.fault(path, value, "must be a list of ids")
        return tuple(self._text(f"{path}[{i}]", each) for i, each in enumerate(ids or []))

    def _progress(self, path: str, row: dict[str, Any]) -> None:
        self._number(f"{path}seconds", row.get("seconds"), 0)
        for key in ("objective", "bound"):
            self._maybe(row, key, self._number, path)

    def _fewest(self, path: str, value: object) -> int | None:
        table = table_of(value) or {}
        moves = self._whole(f"{path}.moves", table.get("moves"))
        if not isinstance(table.get("proven"), bool):
            self.fault(f"{path}.proven", table.get("proven"), "must be true or false")
        return moves if table.get("proven") is True else None

    def _over_ceiling(self, path: str, row: dict[str, Any]) -> tuple[str, float]:
        self._maybe(row, "why", self._text, path)
        return self._text(f"{path}member", row.get("member")), self._number(f"{path}minutes", row.get("minutes"))

    def _cause(self, path: str, row: dict[str, Any]) -> Claim:
        return Claim(
            self._one_of(f"{path}kind", row.get("kind"), tuple(CERTIFICATES)),
            self._ids(f"{path}households", row.get("households", [])),
            self._ids(f"{path}members", row.get("members", [])),
            self._maybe(row, "places", self._whole, path),
            self._text(f"{path}sentence", row.get("sentence", "")),
        )

    def _repair(self, path: str, row: dict[str, Any]) -> RepairClaim:
        changes = table_of(row.get("changes"))
        if changes is None:
            self.fault(f"{path}changes", row.get("changes"), "must be an object")
        if not isinstance(row.get("verified"), bool):
            self.fault(f"{path}verified", row.get("verified"), "must be true or false")
        kind = self._one_of(f"{path}kind", row.get("kind"), REPAIRS)
        self._text(f"{path}sentence", row.get("sentence", ""))
        return RepairClaim(kind, changes or {}, row.get("verified") is True)

    def _broken(self, path: str, row: dict[str, Any]) -> BrokenClaim:
        return BrokenClaim(
            self._one_of(f"{path}rule", row.get("rule"), BREAKABLE),
            self._maybe(row, "member", self._text, path),
            self._maybe(row, "household", self._text, path),
            self._whole(f"{path}by", row.get("by")),
        )

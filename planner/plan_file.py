"""A plan as data, and as a lianhu-plan/1 file."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

FORMAT = "lianhu-plan/1"
TERMS = ("walking", "relation", "compactness", "balance", "ceiling", "churn")
ROWS = ("progress", "over_ceiling", "causes", "repairs", "broken")  # keys with rows of their own
OPTIMAL_GAP = 1e-6

FEASIBLE, OPTIMAL, INFEASIBLE, UNKNOWN = "feasible", "optimal", "infeasible", "unknown"
EXIT_CODES = {OPTIMAL: 0, FEASIBLE: 0, INFEASIBLE: 2, UNKNOWN: 3}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why there is no plan: a certificate that the recount can verify, and a sentence for the planner."""

    kind: str
    households: tuple[str, ...]
    members: tuple[str, ...]
    places: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that makes a plan possible; `changes` is merged into the instance as FORMATS.md says."""

    kind: str
    changes: Mapping[str, Any]
    sentence: str
    verified: bool


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A hard rule that a best-effort plan breaks; `by`: households, moves or pairs too many, too few or wrong."""

    rule: str
    member: str | None
    household: str | None
    by: int


@dataclass(frozen=True, slots=True)
class OverCeiling:
    """A member whose workload (minutes) is above the ceiling, and what dominates it."""

    member: str
    minutes: float
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it was: seconds since the process began, minutes of the best plan, bound (None before the first)."""

    seconds: float
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the planner answers. Minutes a quarter throughout; see FORMATS.md for every key."""

    instance: str
    sha256: str
    status: str
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    target_minutes: float | None = None
    terms: Mapping[str, float] = field(default_factory=dict[str, float])
    moves: int | None = None
    max_moves: int | None = None
    fewest_moves: Mapping[str, Any] | None = None
    seconds: float = 0.0
    seed: int = 0
    version: str = "file"
    progress: Sequence[Progress] = ()
    assignment: Mapping[str, str] = field(default_factory=dict[str, str])
    over_ceiling: Sequence[OverCeiling] = ()
    causes: Sequence[Cause] = ()
    repairs: Sequence[Repair] = ()
    broken: Sequence[BrokenRule] = ()

    @property
    def exit_code(self) -> int:
        """What a command that made this plan ends with."""
        return EXIT_CODES[self.status]

    def as_json(self) -> dict[str, Any]:
        """The plan as the file has it."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        rows = {key: [asdict(row) for row in plain[key]] for key in ROWS}
        return {"format": FORMAT, **plain, **rows, "terms": dict(self.terms), "assignment": dict(self.assignment)}


def gap_between(objective: float, bound: float) -> float:
    """(objective − bound) / max(1, |objective|), never below 0."""
    return max(0.0, (objective - bound) / max(1.0, abs(objective)))


def write_plan(path: Path, plan: Plan) -> None:
    """Write the plan whole or not at all; `.gz` compresses."""
    data = (json.dumps(plan.as_json(), ensure_ascii=False, indent=1) + "\n").encode()
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    beside.write_bytes(data)
    beside.replace(path)

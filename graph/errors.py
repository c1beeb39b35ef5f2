"""What can go wrong in words: the tree of errors of the graph layer, and the root of all of Lianhu's.

LianhuError                      exit code 1
├── FaultyInput                  exit code 4: a file with faults, all of them listed
├── GraphError
│   ├── GraphUnavailable         no server answers, or none can be started here
│   ├── GraphTooNew              made by a newer version of Lianhu
│   ├── QueryFault               a .cypher file whose header and body disagree
│   └── Refused                  the graph is as it should be, but what was asked may not be done now
└── (planner.errors continues the tree)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

MOST_FAULTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input file.

    `where` is a JSON path or "sheet, row, column"; `remedy` says what to do.
    """

    where: str
    value: str
    problem: str
    remedy: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        value = f" ({self.value})" if self.value else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.where}: {self.problem}{value}.{remedy}"


class LianhuError(Exception):
    """Anything that Lianhu tells its user in words. Its text is complete: what, how many, which, what to do."""

    exit_code = 1


class FaultyInput(LianhuError):
    """A file that cannot be used. Carries every fault found; nothing was taken from the file."""

    exit_code = 4

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        shown = "\n".join(f"  {fault}" for fault in self.faults[:MOST_FAULTS_SHOWN])
        more = len(self.faults) - MOST_FAULTS_SHOWN
        rest = f"\n  … and {more} more (--json lists all)" if more > 0 else ""
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(f"{source}: {count}, nothing was taken from it.\n{shown}{rest}")

    def as_json(self) -> list[dict[str, object]]:
        """Every fault as a row."""
        return [asdict(fault) for fault in self.faults]


class GraphError(LianhuError):
    """Something about the graph or its server."""


class GraphUnavailable(GraphError):
    """No graph server answers, or none can be started here."""


class GraphTooNew(GraphError):
    """The graph was made by a newer version of Lianhu."""


class QueryFault(GraphError):
    """A query file whose header and body disagree."""


class Refused(GraphError):
    """What was asked may not be done on the graph as it is now."""

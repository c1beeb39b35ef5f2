"""A county's file as it was found: its sheets with rows as the user counts them, before anything is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import Fault, FaultyInput
from graph.ingest.cells import Cell


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row that says something. `number` is Excel's row number, or the line of the CSV file where it begins."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet or CSV file. `name` as written, without `.csv`; `place` as the user finds it, with `.csv`.

    `fault` says why it could not be read, or not to its end.
    """

    name: str
    place: str
    rows: tuple[RawRow, ...]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook or a folder: its sheets, what else was in it and is ignored, and the SHA-256 of all that was read."""

    path: str
    sheets: tuple[RawSheet, ...]
    ignored: tuple[str, ...]
    sha256: str


def unreadable(path: str, problem: str, remedy: str) -> FaultyInput:
    """The one fault of a file that cannot be read at all."""
    return FaultyInput(path, [Fault(path, "", problem, remedy)])

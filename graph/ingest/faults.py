"""Collects every fault of a county's file, each with sheet, row, column, value, what is wrong and what to do."""

from __future__ import annotations

from graph.errors import Fault
from graph.ingest.cells import Cell, is_empty, text
from graph.ingest.county import Row
from graph.ingest.headers import Sheet

LONGEST_VALUE = 80  # characters of a cell that a fault repeats


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def cell(self, sheet: Sheet, row: Row | int, key: str, value: Cell, problem: str, remedy: str) -> None:
        """Something wrong with one cell: `key` is the column's English key."""
        number = row.number if isinstance(row, Row) else row
        self._add(sheet, number, sheet.header(key), "" if is_empty(value) else text(value), problem, remedy)

    def header(self, sheet: Sheet, header: str, problem: str, remedy: str) -> None:
        """Something wrong with a column's header, or with a column that is not there."""
        self._add(sheet, sheet.header_row, header, "", problem, remedy)

    def sheet(self, sheet: Sheet, problem: str, remedy: str) -> None:
        """Something wrong with a sheet as a whole."""
        self._add(sheet, None, "", "", problem, remedy)

    def missing(self, name: str, problem: str, remedy: str) -> None:
        """A sheet that is not there."""
        self.found.append(Fault(f"sheet {name}", "", problem, remedy, name))

    def _add(self, sheet: Sheet, row: int | None, column: str, value: str, problem: str, remedy: str) -> None:
        short = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
        where = ", ".join(part for part in (sheet.raw.place, f"row {row}" if row else "", column) if part)
        self.found.append(Fault(where, short, problem, remedy, sheet.raw.name, row, column))

"""Reads the cells of a sheet column by column: values where they can be read, faults where they cannot."""

from __future__ import annotations

from typing import Any

from graph.ingest.cells import CellFault, is_empty
from graph.ingest.columns import Column
from graph.ingest.county import Row
from graph.ingest.faults import Faults
from graph.ingest.headers import Sheet

NEEDED = "must be filled in"
_NOTHING_BAD: frozenset[str] = frozenset()


def read_rows(sheet: Sheet, faults: Faults) -> tuple[Row, ...]:
    """The rows of a sheet. A cell with a fault has no value, and its column is among the row's `bad` ones."""
    columns = [(column, sheet.positions[column.key]) for column in sheet.table.columns if column.key in sheet.positions]
    rows: list[Row] = []
    for raw in sheet.rows:
        values: dict[str, Any] = {}
        bad: list[str] = []
        for column, position in columns:
            cell = raw.cells[position] if position < len(raw.cells) else None
            try:
                if not is_empty(cell):
                    values[column.key] = column.read(cell)
                elif column.required:
                    raise CellFault(NEEDED, _how_to_fill(column))
            except CellFault as fault:
                faults.cell(sheet, raw.number, column.key, cell, fault.problem, fault.remedy)
                bad.append(column.key)
        rows.append(Row(raw.number, values, frozenset(bad) if bad else _NOTHING_BAD))
    return tuple(rows)


def check_columns(sheet: Sheet, faults: Faults) -> None:
    """Every required column is there once, and no header is unclear. A sheet without rows may lack columns."""
    if not sheet.rows:
        return
    for header, why in sheet.unclear:
        faults.header(sheet, header, why, "Keep one column for each key, with headers that mean the same.")
    for column in sheet.table.columns:
        if column.required and column.key not in sheet.positions:
            name = f"{column.chinese[0]} ({column.key})"
            faults.header(sheet, column.chinese[0], f"has no column {name}", f"Add a column with the header {name}.")


def _how_to_fill(column: Column) -> str:
    return f"Fill in {column.chinese[0]}, or take the row out."

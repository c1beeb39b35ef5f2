"""The county's workbook: a sheet a table, Chinese headers above English keys, every text as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from graph.ingest.tables import Table
from graph.sample.rows import County
from graph.sample.sheets import rows_of, tables

CREATED = datetime(2026, 9, 30)  # noqa: DTZ001 (fixed, so that the same county gives the same bytes)
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADER_ROWS = 2
COLUMN_WIDTH = 14


def write_xlsx(path: Path, county: County, on_sheet: Callable[[str], None]) -> None:
    """Write the workbook `path`; `on_sheet` is told each sheet's name before it is written."""
    book: Any = xlsxwriter.Workbook(str(path), OPTIONS)
    book.set_properties({"title": dict(county.about)["county"], "created": CREATED})
    bold, grey = book.add_format({"bold": True}), book.add_format({"font_color": "#808080"})
    for table in tables():
        on_sheet(table.chinese)
        _write_sheet(book.add_worksheet(table.chinese), county, table, (bold, grey))
    book.close()


def _write_sheet(sheet: Any, county: County, table: Table, formats: tuple[Any, Any]) -> None:
    sheet.set_column(0, len(table.columns) - 1, COLUMN_WIDTH)
    sheet.freeze_panes(HEADER_ROWS, 1)
    for k, column in enumerate(table.columns):
        sheet.write_string(0, k, column.chinese[0], formats[0])
    for k, column in enumerate(table.columns):
        sheet.write_string(1, k, column.key, formats[1])
    text, number = sheet.write_string, sheet.write_number
    for r, row in enumerate(rows_of(county, table, "chinese"), start=HEADER_ROWS):
        for k, value in enumerate(row):
            if isinstance(value, str):
                text(r, k, value)
            elif value is not None:
                number(r, k, value)

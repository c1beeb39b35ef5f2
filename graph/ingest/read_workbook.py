"""Reads the sheets of an .xlsx file with calamine."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from graph.ingest.cells import is_empty
from graph.ingest.progress import Progress, silent
from graph.ingest.source import RawRow, RawSheet, Source, unreadable


def read_workbook(path: Path, on_progress: Progress = silent) -> Source:
    """Every sheet of the workbook, hidden ones too. Raises FaultyInput for what is no readable workbook."""
    content = path.read_bytes()
    if not content:
        raise unreadable(str(path), "the file is empty", "Give a workbook (.xlsx) or a folder of CSV files.")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            sheets: list[RawSheet] = []
            for name in names:
                on_progress(f"Reading {name}", len(sheets), len(names))
                sheets.append(_sheet(book.get_sheet_by_name(name)))
    except PasswordError:
        raise unreadable(
            str(path), "the workbook is locked by a password", "Save it without a password and give that file."
        ) from None
    except (CalamineError, OSError) as error:
        raise unreadable(
            str(path),
            f"this is no workbook that can be read ({error})",
            "Open it in a spreadsheet program and save it as .xlsx, or give a folder of CSV files.",
        ) from None
    return Source(str(path), tuple(sheets), (), hashlib.sha256(content).hexdigest())


def _sheet(sheet: CalamineSheet) -> RawSheet:
    rows = sheet.to_python(skip_empty_area=False)
    kept = (RawRow(number, row) for number, row in enumerate(rows, start=1) if not all(map(is_empty, row)))
    return RawSheet(sheet.name, sheet.name, tuple(kept))

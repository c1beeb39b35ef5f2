"""Reads a folder of CSV files: UTF-8 with or without a byte order mark, or GB18030."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from graph.errors import Fault
from graph.ingest.cells import is_empty
from graph.ingest.progress import Progress, silent
from graph.ingest.source import RawRow, RawSheet, Source, unreadable

LONGEST_CELL = 1_000_000  # characters; a quote that is never closed would swallow the rest of the file


def read_folder(folder: Path, on_progress: Progress = silent) -> Source:
    """Every .csv file of the folder, by name. Raises FaultyInput for a folder without any, or a file that is no CSV."""
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    files = [entry for entry in entries if entry.is_file() and entry.suffix.lower() == ".csv"]
    if not files:
        raise unreadable(
            str(folder), "the folder has no .csv file", "Give a workbook (.xlsx) or a folder of CSV files."
        )
    digest = hashlib.sha256()
    sheets: list[RawSheet] = []
    for file in files:
        on_progress(f"Reading {file.name}", len(sheets), len(files))
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
        sheets.append(_sheet(file, content))
    ignored = tuple(entry.name for entry in entries if entry not in files)
    return Source(str(folder), tuple(sheets), ignored, digest.hexdigest())


def _sheet(file: Path, content: bytes) -> RawSheet:
    """The rows that say something, each with the line it begins on, up to where the file stops being CSV."""
    text = _decoded(content)
    if text is None:
        return _broken(
            file, (), None, "its characters are neither UTF-8 nor GB18030", "Save it as “CSV UTF-8” and try again."
        )
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[RawRow] = []
    begins = 1
    try:
        for row in reader:
            if not all(map(is_empty, row)):
                rows.append(RawRow(begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = "Look for a quotation mark that is not closed, or save the sheet as CSV anew."
        return _broken(file, tuple(rows), begins, f"this is no CSV from here on ({error})", remedy)
    return RawSheet(file.stem, file.name, tuple(rows))


def _broken(file: Path, rows: tuple[RawRow, ...], row: int | None, problem: str, remedy: str) -> RawSheet:
    where = f"{file.name}, row {row}" if row else file.name
    return RawSheet(file.stem, file.name, rows, Fault(where, "", problem, remedy, file.stem, row))


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None

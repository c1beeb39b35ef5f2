"""Reads a folder of CSV files: UTF-8 with or without a byte order mark, or GB18030."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from graph.ingest.cells import is_empty
from graph.ingest.source import RawRow, RawSheet, Source, unreadable

LONGEST_CELL = 1_000_000  # characters; a quote that is never closed would swallow the rest of the file


def read_folder(folder: Path) -> Source:
    """Every .csv file of the folder, by name. Raises FaultyInput for a folder without any, or a file that is no CSV."""
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    files = [entry for entry in entries if entry.is_file() and entry.suffix.lower() == ".csv"]
    if not files:
        raise unreadable(str(folder), "the folder has no .csv file", "Give a workbook (.xlsx) or a folder of CSV files.")
    digest = hashlib.sha256()
    sheets: list[RawSheet] = []
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
        sheets.append(RawSheet(file.stem, file.name, tuple(_rows(folder, file.name, content))))
    ignored = tuple(entry.name for entry in entries if entry not in files)
    return Source(str(folder), tuple(sheets), ignored, digest.hexdigest())


def _rows(folder: Path, name: str, content: bytes) -> Iterator[RawRow]:
    """The rows that say something, each with the line it begins on."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(_decoded(folder, name, content), newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            if not all(map(is_empty, row)):
                yield RawRow(begins, row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise unreadable(
            str(folder),
            f"this is no CSV from here on ({error})",
            "Look for a quotation mark that is not closed, or save the sheet as CSV anew.",
            sheet=name,
            row=begins,
        ) from None


def _decoded(folder: Path, name: str, content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise unreadable(
        str(folder),
        "the file's characters are neither UTF-8 nor GB18030",
        "Save it as “CSV UTF-8” and give the folder again.",
        sheet=name,
    )

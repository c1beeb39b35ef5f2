"""Reads a county's file whole: a County, or every fault at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import Fault, FaultyInput
from graph.ingest.about import read_about
from graph.ingest.check_ids import check_ids, check_references
from graph.ingest.check_order import check_order
from graph.ingest.check_rows import check_rows
from graph.ingest.county import County
from graph.ingest.draft import Draft
from graph.ingest.faults import Faults
from graph.ingest.headers import Sheet, read_headers, table_of
from graph.ingest.place import check_places
from graph.ingest.progress import Progress, silent
from graph.ingest.read_csv import read_folder
from graph.ingest.read_rows import check_columns, read_rows
from graph.ingest.read_workbook import read_workbook
from graph.ingest.source import Source, unreadable
from graph.ingest.tables import REQUIRED, TABLES


@dataclass(frozen=True, slots=True)
class Ignored:
    """What a file has and nobody knows: sheets and files, columns as (sheet, header), keys of the sheet `about`."""

    sheets: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    about_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file without a fault: its county, what was ignored, and which sheet each table came from."""

    county: County
    ignored: Ignored
    sheets: dict[str, str]
    sha256: str


def open_source(path: Path, on_progress: Progress = silent) -> Source:
    """The sheets of a workbook or of a folder of CSV files. Raises FaultyInput when there is neither."""
    if not path.exists():
        raise unreadable(str(path), "there is no such file or folder", "Check the path.")
    if path.is_dir():
        return read_folder(path, on_progress)
    if path.suffix.lower() == ".csv":
        remedy = f"Give the folder that holds all of them: {path.parent}."
        raise unreadable(str(path), "one CSV file is one table, not a county", remedy)
    return read_workbook(path, on_progress)


def read_county(source: Source) -> Reading:
    """The county of a source. Raises FaultyInput with every fault of every sheet."""
    faults = Faults()
    sheets, unknown = _sheets(source, faults)
    rows = {key: read_rows(sheets[key], faults) if key in sheets else () for key in TABLES}
    draft = Draft(sheets, rows, _blurred(sheets), faults)
    about, about_keys = read_about(draft)
    for check in (check_ids, check_references, check_order, check_rows, check_places):
        check(draft)
    if faults.found:
        raise FaultyInput(source.path, _in_file_order(source, faults))
    columns = tuple((sheet.raw.place, header) for sheet in sheets.values() for header in sheet.unknown)
    ignored = Ignored((*unknown, *source.ignored), columns, about_keys)
    given = frozenset(sheets)
    return Reading(County(about, rows, given), ignored, {k: s.raw.place for k, s in sheets.items()}, source.sha256)


def _sheets(source: Source, faults: Faults) -> tuple[dict[str, Sheet], list[str]]:
    """The sheets by table, and the names of those that are no table. Tells what is wrong with a sheet as a whole."""
    sheets: dict[str, Sheet] = {}
    unknown: list[str] = []
    for raw in source.sheets:
        table = table_of(raw.name)
        if raw.fault and table:
            faults.found.append(raw.fault)
        if table is None:
            unknown.append(raw.place)
        elif table.key not in sheets or not sheets[table.key].raw.rows:
            sheets[table.key] = read_headers(raw, table)
        elif raw.rows:
            problem = f"is the table {table.key} a second time, after {sheets[table.key].raw.place}"
            faults.sheet(read_headers(raw, table), problem, "Keep one of the two sheets.")
    for sheet in sheets.values():
        check_columns(sheet, faults)
    _check_required(source, sheets, faults)
    return sheets, unknown


def _check_required(source: Source, sheets: dict[str, Sheet], faults: Faults) -> None:
    found = ", ".join(raw.place for raw in source.sheets) or "no sheet at all"
    for key in REQUIRED:
        name = f"{TABLES[key].chinese} ({key})"
        sheet = sheets.get(key)
        if sheet is None:
            faults.missing(key, f"the sheet {name} is missing", f"Add it; the file has {found}.")
        elif not sheet.rows and sheet.raw.fault is None:
            faults.sheet(sheet, f"the sheet {name} has no rows", "Fill it in: a county needs at least one row here.")


def _blurred(sheets: dict[str, Sheet]) -> frozenset[str]:
    missing = {key for key in REQUIRED if key not in sheets or not sheets[key].rows}
    unclear = {key for key, sheet in sheets.items() if sheet.raw.fault or (sheet.rows and "id" not in sheet.positions)}
    return frozenset(missing | unclear)


def _in_file_order(source: Source, faults: Faults) -> list[Fault]:
    """Sheet by sheet and row by row, what concerns a whole sheet first; sheets that are missing before all."""
    order = {sheet.name: number for number, sheet in enumerate(source.sheets)}
    return sorted(faults.found, key=lambda fault: (order.get(fault.sheet, -1), fault.row or 0))

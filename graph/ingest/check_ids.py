"""Ids that stand twice, and ids that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.ingest.columns import Column
from graph.ingest.county import Row
from graph.ingest.draft import Draft
from graph.ingest.grids import ROOT_ID
from graph.ingest.headers import Sheet
from graph.ingest.tables import ACTORS, TABLES


def check_ids(draft: Draft) -> None:
    """Rows are unique in their table, actors unique together, and no grid takes the id of the county itself."""
    for sheet in draft.sheets.values():
        if sheet.table.key != "about":
            _unique(draft, sheet)
    _unique_actors(draft)
    for row in draft.rows["grids"]:
        if row["id"] == ROOT_ID:
            problem, remedy = "is the id of the county itself", "Give the grid another id, here and where it is named."
            draft.faults.cell(draft.sheets["grids"], row, "id", ROOT_ID, problem, remedy)


def check_references(draft: Draft) -> None:
    """Every id that a row names is the id of a row in one of the tables that the column may name."""
    ids = {key: {row["id"] for row in rows} for key, rows in draft.rows.items()}
    for sheet in draft.sheets.values():
        for column in sheet.table.columns:
            known = column.refers and not draft.blurred.intersection(column.refers)
            if known and column.key in sheet.positions:
                _pointing(draft, sheet, column, ids)


def _pointing(draft: Draft, sheet: Sheet, column: Column, ids: Mapping[str, set[str]]) -> None:
    targets = {value for table in column.refers for value in ids[table]}
    for row in draft.rows[sheet.table.key]:
        for value in _as_list(row[column.key]):
            if value not in targets:
                problem, remedy = _nowhere(draft, column, value)
                draft.faults.cell(sheet, row, column.key, value, problem, remedy)


def _nowhere(draft: Draft, column: Column, value: str) -> tuple[str, str]:
    tables = " or ".join(f"{TABLES[key].chinese} ({key})" for key in column.refers)
    lacking = [key for key in column.refers if key not in draft.sheets]
    if len(lacking) == len(column.refers):
        return f"points to the sheet {tables}, which the file does not have", "Add the sheet, or empty this cell."
    return f"points nowhere: no row of {tables} has this id", f"Correct the id, or add a row with the id {value}."


def _as_list(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _unique(draft: Draft, sheet: Sheet) -> None:
    first: dict[tuple[object, ...], int] = {}
    identity = sheet.table.identity
    for row in draft.rows[sheet.table.key]:
        key = tuple(row[column] for column in identity)
        if None in key:
            continue
        before = first.setdefault(key, row.number)
        if before != row.number:
            what = "the id stands" if identity == ("id",) else f"the same {' and '.join(identity)} stand"
            problem = f"{what} in row {before} too"
            draft.faults.cell(sheet, row, identity[-1], str(row[identity[-1]]), problem, _once(identity))


def _once(identity: tuple[str, ...]) -> str:
    return "Give each row an id of its own." if identity == ("id",) else "Keep one of the two rows."


def _unique_actors(draft: Draft) -> None:
    """Whoever may hand an appeal on has an id that no other of them has, in whatever table."""
    first: dict[str, tuple[str, Row]] = {}
    for table, row in _actors(draft):
        before, other = first.setdefault(row["id"], (table, row))
        if before != table:
            place = draft.sheets[before].raw.place
            problem = (
                f"is also the id in row {other.number} of {place}: members, departments, teams, venues, grids and "
            )
            problem += "organisations share one set of ids"
            remedy = "Give one of the two another id, here and where it is named."
            draft.faults.cell(draft.sheets[table], row, "id", row["id"], problem, remedy)


def _actors(draft: Draft) -> Iterator[tuple[str, Row]]:
    for table in ACTORS:
        for row in draft.rows[table]:
            if row["id"] is not None:
                yield table, row

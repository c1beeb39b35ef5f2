"""The sheet `about`: the county's name, the day of its data, whether it lives on that day, its coordinates' datum."""

from __future__ import annotations

from typing import Any

from graph.ingest.cells import CellFault
from graph.ingest.draft import Draft
from graph.ingest.tables import ABOUT_KEYS, ABOUT_READERS


def read_about(draft: Draft) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the sheet says by key, and the keys that are not known and ignored. Faults go to the draft's."""
    said: dict[str, Any] = {}
    unknown: list[str] = []
    sheet = draft.sheets.get("about")
    lines: dict[str, int] = {}
    for row in draft.rows["about"] if sheet else ():
        written = row["key"]
        key = ABOUT_KEYS.get((written or "").casefold())
        if sheet is None or written is None:
            continue
        if key is None:
            unknown.append(written)
        elif key in lines:
            draft.faults.cell(
                sheet, row, "key", written, f"stands in row {lines[key]} too", "Keep one of the two rows."
            )
        else:
            lines[key] = row.number
            try:
                said[key] = ABOUT_READERS[key](row["value"]) if row["value"] is not None else None
            except CellFault as fault:
                draft.faults.cell(sheet, row, "value", row["value"], fault.problem, fault.remedy)
    if sheet and said.get("frozen") and "as_of" not in lines:
        remedy = "Add a row as_of (数据日期) with that day."
        draft.faults.cell(sheet, lines["frozen"], "key", "frozen", "a frozen county needs the day it lives on", remedy)
    return {key: value for key, value in said.items() if value is not None}, tuple(unknown)

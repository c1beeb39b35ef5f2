"""The plan's workbook: a sheet a community, every household in it once, no live formula."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from api.report.workbook import COLUMNS, write_workbook
from tests.api.report.views import FORMULA, a_view


def test_a_sheet_a_community_with_every_household_once(tmp_path: Path) -> None:
    """Two communities whose names differ only in what Excel forbids are two sheets; each household is on one."""
    write_workbook(tmp_path / "plan.xlsx", a_view())
    book = load_workbook(tmp_path / "plan.xlsx")
    assert len(book.sheetnames) == 3
    rows = [row for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sorted(str(row[COLUMNS.index("household")]) for row in rows) == ["h1", "h2", "h3"]
    first = dict(zip(COLUMNS, rows[0], strict=True))
    assert (first["member"], first["name"], first["class"]) == ("m1", "王**", "橙")
    assert first["minutes"] == 180.0, "six visits of thirty minutes, no way to walk"
    assert "最近" in str(first["why"])


def test_text_stays_text(tmp_path: Path) -> None:
    """A building called =1+1 is a text cell, not a formula that Excel would run."""
    write_workbook(tmp_path / "plan.xlsx", a_view())
    cells = [cell for sheet in load_workbook(tmp_path / "plan.xlsx") for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s", "s"]
    assert not [cell for cell in cells if cell.data_type == "f"]

"""The workbook says what the CSV files say, in Chinese, with nothing that a spreadsheet would calculate."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from graph.ingest.validate import open_source, read_county
from graph.rules import default_rules
from graph.sample.make import make_county
from graph.sample.rows import County
from graph.sample.size import Size
from graph.sample.write_csv import write_csv
from graph.sample.write_xlsx import write_xlsx

SHEETS = [
    "说明",
    "网格",
    "组织",
    "楼栋",
    "居民户",
    "人员",
    "部门",
    "成员",
    "职务",
    "志愿队",
    "议事平台",
    "联户",
    "关系",
]
SHEETS += ["走访", "诉求", "流转"]


@pytest.fixture(scope="module")
def county() -> County:
    """A county with villages, small enough to be read by openpyxl."""
    return make_county(Size(600, 50), 1, default_rules()).county


def written(county: County, folder: Path) -> Path:
    """The county's workbook below a folder."""
    path = folder / "county.xlsx"
    write_xlsx(path, county, lambda _: None)
    return path


def test_sheets_have_chinese_headers_above_english_keys(county: County, tmp_path: Path) -> None:
    """All sheets in the workbook's order; two rows of headers, then the rows."""
    book = openpyxl.load_workbook(written(county, tmp_path))
    assert book.sheetnames == SHEETS
    rows = list(book["居民户"].iter_rows(values_only=True))
    assert rows[0][:5] == ("编号", "楼栋", "门牌", "微网格", "分类")
    assert rows[1][:5] == ("id", "building", "door", "grid", "risk")
    assert len(rows) == 602
    assert {row[4] for row in rows[2:]} <= {"绿", "蓝", "黄", "橙"}


def test_text_stays_text(county: County, tmp_path: Path) -> None:
    """A note that begins like a formula, a link or a number is written as it stands."""
    notes = ["=SUM(A1:A9)", "@now", "+86 1", "-2 楼", "http://example.invalid", "007", "{=1}"]
    visits = [replace(visit, note=note) for visit, note in zip(county.visits, notes, strict=False)]
    path = written(replace(county, visits=tuple(visits)), tmp_path)
    cells = [row[5] for row in openpyxl.load_workbook(path)["走访"].iter_rows(min_row=3)]
    assert [cell.value for cell in cells] == notes
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in parts.read(name) or b"<hyperlink" in parts.read(name) for name in sheets)


def test_workbook_and_csv_are_the_same_county(county: County, tmp_path: Path) -> None:
    """Read by the import, every table has the same rows, in the same order."""
    write_csv(tmp_path / "csv", county)
    book = read_county(open_source(written(county, tmp_path)))
    folder = read_county(open_source(tmp_path / "csv"))
    assert (
        book.county.about
        == folder.county.about
        == {
            "county": "云禾县",
            "as_of": "2026-09-30",
            "frozen": True,
            "datum": "CGCS2000",
        }
    )
    for table in set(folder.county.tables) - {"about"}:
        assert [row.values for row in book.county.rows(table)] == [row.values for row in folder.county.rows(table)]
    assert book.ignored.sheets == folder.ignored.sheets == ()
    assert book.ignored.columns == folder.ignored.columns == ()


def test_csv_is_plain_utf_8_with_english_keys(county: County, tmp_path: Path) -> None:
    """No byte order mark; the first line is the keys."""
    paths = write_csv(tmp_path, county)
    assert len(paths) == 16
    first = (tmp_path / "links.csv").read_bytes().split(b"\n")[0]
    assert first == b"member,household,since,card_no,card_issued_on"

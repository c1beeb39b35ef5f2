"""Sheets and columns are found by Chinese names, English names, or both, in any order."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ingest.headers import Sheet, read_headers, table_of
from graph.ingest.source import RawRow, RawSheet
from graph.ingest.tables import TABLES


def a_sheet(*rows: list[Any], table: str = "grids") -> Sheet:
    """A sheet of these rows as the table that it is meant to be."""
    raw = RawSheet(table, table, tuple(RawRow(number, row) for number, row in enumerate(rows, start=1)))
    return read_headers(raw, TABLES[table])


@pytest.mark.parametrize(
    "name", ["网格", "grids", "Grids", " GRIDS ", "网格 grids", "grids_网格", "网格(grids)", "网格·grids"]
)
def test_names_of_a_sheet(name: str) -> None:
    """A sheet is known by its Chinese or English name, or by both side by side."""
    table = table_of(name)
    assert table is not None
    assert table.key == "grids"


@pytest.mark.parametrize("name", ["网格备份", "Sheet1", "grids 2", "网格 households", "", "grid"])
def test_other_names_are_no_table(name: str) -> None:
    """A backup of a sheet, or two names that mean different tables, are not read."""
    assert table_of(name) is None


def test_every_table_is_found_by_both_of_its_names() -> None:
    """The names of WORKBOOK.md."""
    assert all(table_of(table.key) is table_of(table.chinese) is table for table in TABLES.values())


@pytest.mark.parametrize(
    ("headers", "data_begins"),
    [
        ([["编号", "名称", "级别", "上级"]], 2),
        ([["id", "name", "level", "parent"]], 2),
        ([["编号", "名称", "级别", "上级"], ["id", "name", "level", "parent"]], 3),
        ([["id", "name", "level", "parent"], ["编号", "名称", "级别", "上级"]], 3),
        ([["编号*", " 名称 ", "级别*", "上级"], ["id", "", "level", None]], 3),
        ([["ID", "Name", "LEVEL", "Parent"]], 2),
        ([["编号 id", "名称/name", "级别(level)", "上级"]], 2),
        ([["代码", "叫法", "哪一级", "上面"], ["id", "name", "level", "parent"]], 3),
    ],
)
def test_header_rows(headers: list[list[Any]], data_begins: int) -> None:
    """Chinese headers, English keys, both in either order, stars, blanks and case: the same four columns."""
    sheet = a_sheet(*headers, ["g1", "一", "微", ""], ["g2", "二", "微", ""])
    assert sheet.positions == {"id": 0, "name": 1, "level": 2, "parent": 3}
    assert [row.number for row in sheet.rows] == [data_begins, data_begins + 1]
    assert (sheet.unknown, sheet.unclear) == ((), ())


def test_columns_in_any_order() -> None:
    """The position of a column means nothing."""
    sheet = a_sheet(["上级", "级别", "编号", "名称"], ["", "微", "g1", "一"])
    assert sheet.positions == {"parent": 0, "level": 1, "id": 2, "name": 3}


def test_a_first_row_of_data_is_no_second_header() -> None:
    """A row is a header only if what stands below known headers names columns."""
    sheet = a_sheet(["id", "name", "level"], ["name", "编号", "微"], ["g2", "二", "微"])
    assert [row.number for row in sheet.rows] == [2, 3]


def test_unknown_columns_are_named() -> None:
    """By their header; a column without one by its letter, if anything stands in it."""
    sheet = a_sheet(["id", "name", "level", "备忘", None, None], ["g1", "一", "微", "x", "y", None])
    assert sheet.unknown == ("备忘", "column E (no header)")


def test_two_columns_for_one_key_are_unclear() -> None:
    """Nobody can say which of the two is meant."""
    sheet = a_sheet(["编号", "名称", "级别", "id"], ["g1", "一", "微", "g2"])
    assert sheet.unclear == (("id", "there are two columns for id"),)


def test_header_rows_that_disagree_are_unclear() -> None:
    """编号 is id, and below it stands name."""
    sheet = a_sheet(["编号", "名称", "级别"], ["name", "id", "level"], ["g1", "一", "微"])
    assert [header for header, _ in sheet.unclear] == ["编号", "名称"]


def test_the_own_name_of_a_column_comes_before_a_general_one() -> None:
    """A building's grid is called 微网格; 网格 beside it is another column, which is not read."""
    sheet = a_sheet(["id", "name", "网格", "微网格"], ["b1", "楼", "大", "g1"], table="buildings")
    assert sheet.positions["grid"] == 3
    assert sheet.unknown == ("网格",)
    assert sheet.unclear == ()


def test_a_general_name_alone_is_enough() -> None:
    """Headers that recur may be used everywhere: 网格 for 微网格, 名称 for 姓名."""
    assert a_sheet(["编号", "名称", "网格"], ["b1", "楼", "g1"], table="buildings").positions["grid"] == 2
    assert "name" in a_sheet(["编号", "名称"], ["m1", "张三"], table="members").positions


def test_a_sheet_without_rows() -> None:
    """It has no columns and no header row."""
    sheet = a_sheet()
    assert (sheet.positions, sheet.header_row, sheet.rows) == ({}, None, ())


def test_a_header_is_shown_as_the_file_writes_it() -> None:
    """Faults name the column as the user sees it; a column that is not there by the workbook's name."""
    sheet = a_sheet(["ID", "name", "level"], ["g1", "一", "微"])
    assert (sheet.header("id"), sheet.header("parent")) == ("ID", "上级")

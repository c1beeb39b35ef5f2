"""Workbooks and CSV folders as files: what is read, with which row numbers, and what cannot be read."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from graph.errors import Fault, FaultyInput
from graph.ingest.validate import open_source, read_county
from tests.graph.ingest.builders import a_county, sheets_of, write_folder, write_workbook


def the_fault(path: Path) -> Fault:
    """The only fault of a file."""
    with pytest.raises(FaultyInput) as caught:
        read_county(open_source(path))
    assert len(caught.value.faults) == 1
    return caught.value.faults[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("language", ["chinese", "english", "both"])
def test_csv_folders(tmp_path: Path, encoding: str, language: str) -> None:
    """Every encoding and every way of naming files and columns gives the same county."""
    folder = write_folder(tmp_path / "csv", sheets_of(a_county(), language=language), encoding)
    county = read_county(open_source(folder)).county
    assert [row["id"] for row in county.rows("households")] == ["h1", "h2", "h3"]
    assert county.rows("grids")[0]["name"] == "一号微网格"


def test_files_of_one_folder_may_differ_in_encoding(tmp_path: Path) -> None:
    """Each file is read for itself."""
    sheets = sheets_of(a_county(), language="chinese")
    write_folder(tmp_path, {name: rows for name, rows in sheets.items() if name == "网格"}, "gb18030")
    write_folder(tmp_path, {name: rows for name, rows in sheets.items() if name != "网格"}, "utf-8-sig")
    assert read_county(open_source(tmp_path)).county.rows("grids")[0]["name"] == "一号微网格"


def test_the_same_county_from_both_kinds(tmp_path: Path) -> None:
    """A workbook and a folder with the same tables are the same county."""
    book = write_workbook(tmp_path / "c.xlsx", sheets_of(a_county()))
    folder = write_folder(tmp_path / "csv", sheets_of(a_county(), language="english"))
    from_book, from_folder = (read_county(open_source(path)).county for path in (book, folder))
    assert [row.values for row in from_book.rows("buildings")] == [row.values for row in from_folder.rows("buildings")]


def test_csv_rows_are_counted_in_lines(tmp_path: Path) -> None:
    """A cell with a line break takes two lines, an empty line counts, a short row lacks its last cells."""
    (tmp_path / "departments.csv").write_text('id,name\nd1,"民政\n局"\n\n,\nd2,司法局\nd3\n', encoding="utf-8")
    sheet = open_source(tmp_path).sheets[0]
    assert [(row.number, list(row.cells)) for row in sheet.rows] == [
        (1, ["id", "name"]),
        (2, ["d1", "民政\n局"]),
        (6, ["d2", "司法局"]),
        (7, ["d3"]),
    ]


def test_other_files_of_a_folder_are_named(tmp_path: Path) -> None:
    """Unknown CSV files, other files and folders are ignored by name; hidden ones are not spoken of."""
    folder = write_folder(tmp_path, sheets_of(a_county(), language="english") | {"网格备份": [["x"], ["y"]]})
    for name in ("notes.txt", ".hidden", "~$county.xlsx"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "old").mkdir()
    assert set(read_county(open_source(folder)).ignored.sheets) == {"网格备份.csv", "notes.txt", "old"}


def test_unknown_sheets_and_columns_are_named(tmp_path: Path) -> None:
    """Sheets by name, columns with their sheet."""
    sheets = sheets_of(a_county()) | {"Sheet1": [["x"]], "空": []}
    sheets["部门"] = [["编号", "名称", "电话"], ["d1", "民政局", "1"]]
    ignored = read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets))).ignored
    assert ignored.sheets == ("Sheet1", "空")
    assert ignored.columns == (("部门", "电话"),)


def test_excel_rows_are_counted_as_excel_shows_them(tmp_path: Path) -> None:
    """Blank rows above and between count; headers may begin below them."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "部门"
    for row, cells in ((3, ["编号", "名称"]), (6, ["d1", "民政局"]), (9, ["d2", "司法局"])):
        for column, value in enumerate(cells, start=2):
            sheet.cell(row, column, value)
    book.save(tmp_path / "c.xlsx")
    assert [row.number for row in open_source(tmp_path / "c.xlsx").sheets[0].rows] == [3, 6, 9]


def test_excel_types(tmp_path: Path) -> None:
    """Numbers, booleans, dates and times as Excel keeps them, written by another library again."""
    book = xlsxwriter.Workbook(tmp_path / "c.xlsx")
    day, moment = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    for name, rows in sheets_of(a_county(), language="english").items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        if name == "members":
            sheet.write_boolean(1, 7, True)  # senior
            sheet.write_datetime(1, 11, dt.date(2025, 1, 31), day)
    visits = book.add_worksheet("visits")
    visits.write_row(0, 0, ["id", "member", "household", "at"])
    visits.write_row(1, 0, [12, "m1", "h1"])
    visits.write_datetime(1, 3, dt.datetime(2025, 1, 31, 14, 30), moment)  # noqa: DTZ001 (Excel has no zones)
    book.close()
    county = read_county(open_source(tmp_path / "c.xlsx")).county
    member, visit = county.rows("members")[0], county.rows("visits")[0]
    assert (member["senior"], member["reported_on"]) == (True, "2025-01-31")
    assert (visit["id"], visit["at"]) == ("12", 1_738_305_000_000)  # 2025-01-31T06:30:00Z


def test_nothing_there(tmp_path: Path) -> None:
    """A path that does not exist."""
    assert "no such file" in the_fault(tmp_path / "missing.xlsx").problem


def test_an_empty_file(tmp_path: Path) -> None:
    """Zero bytes."""
    (tmp_path / "c.xlsx").touch()
    assert "empty" in the_fault(tmp_path / "c.xlsx").problem


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04 broken", "网格".encode()])
def test_no_workbook(tmp_path: Path, content: bytes) -> None:
    """Something else with the ending of a workbook."""
    (tmp_path / "c.xlsx").write_bytes(content)
    assert "no workbook" in the_fault(tmp_path / "c.xlsx").problem


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    """An archive of something else."""
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        archive.writestr("x", "y")
    assert "no workbook" in the_fault(tmp_path / "c.xlsx").problem


def test_a_folder_without_csv(tmp_path: Path) -> None:
    """Files of another kind alone."""
    (tmp_path / "c.txt").write_text("x", encoding="utf-8")
    assert "no .csv file" in the_fault(tmp_path).problem


def test_a_single_csv(tmp_path: Path) -> None:
    """One table is no county: the folder is wanted."""
    path = write_folder(tmp_path, {"grids": [["id"]]}) / "grids.csv"
    assert str(tmp_path) in the_fault(path).remedy


def test_a_csv_in_neither_encoding(tmp_path: Path) -> None:
    """The file is named; nothing is said of what may be in it or refer to it."""
    folder = write_folder(tmp_path, sheets_of(a_county(), language="english"))
    (folder / "grids.csv").write_bytes(b"id,name,level\ng1,\xff\xff\xff,micro\n")
    fault = the_fault(folder)
    assert fault.where == "grids.csv"
    assert "neither UTF-8 nor GB18030" in fault.problem


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    """The line where it begins is named."""
    folder = write_folder(tmp_path, sheets_of(a_county(), language="english"))
    (folder / "departments.csv").write_text('id,name\nd1,民政局\nd2,"司法局\nd3,x\n', encoding="utf-8")
    fault = the_fault(folder)
    assert (fault.where, fault.row) == ("departments.csv, row 3", 3)


def test_an_empty_csv_of_a_needed_table(tmp_path: Path) -> None:
    """It counts as a table without rows."""
    folder = write_folder(tmp_path, sheets_of(a_county(), language="english"))
    (folder / "departments.csv").write_bytes(b"")
    assert "has no rows" in the_fault(folder).problem

"""A county file is validated whole: each kind of fault and its place; long, because there are many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import Fault, FaultyInput
from graph.ingest.validate import open_source, read_county
from tests.graph.ingest.builders import (
    Tables,
    a_county,
    a_full_county,
    read_tables,
    sheets_of,
    with_new,
    with_row,
    without,
    write_workbook,
)

# Rows of the builders' workbooks: 1 Chinese headers, 2 English keys, the first row of data is 3.
FIRST = 3


def faults_of(folder: Path, tables: Tables) -> list[Fault]:
    """Every fault of a county written as a workbook."""
    with pytest.raises(FaultyInput) as caught:
        read_tables(folder, tables)
    return list(caught.value.faults)


def places(faults: list[Fault]) -> list[tuple[str, int | None, str]]:
    """Sheet, row and column of each fault."""
    return [(fault.sheet, fault.row, fault.column) for fault in faults]


def test_the_smallest_county_has_no_fault(tmp_path: Path) -> None:
    """Three households, one grid, one member, one department."""
    assert len(read_tables(tmp_path, a_county()).county.rows("households")) == 3


def test_a_county_with_everything_has_no_fault(tmp_path: Path) -> None:
    """Each table and each column, among them links, posts, ties and teams of members on leave and gone."""
    county = read_tables(tmp_path, a_full_county()).county
    assert county.about == {"county": "试验县", "as_of": "2025-06-30", "frozen": True, "datum": "CGCS2000"}
    assert all(county.rows(table) for table in a_full_county())


BAD_CELLS: list[tuple[str, str, Any, str]] = [
    ("grids", "level", "巨", "级别"),
    ("grids", "name", None, "名称"),
    ("organisations", "kind", "党", "类别"),
    ("buildings", "kind", "塔", "类别"),
    ("buildings", "lon", 181, "经度"),
    ("buildings", "lat", 117, "纬度"),
    ("buildings", "lat", "北", "纬度"),
    ("households", "building", None, "楼栋"),
    ("households", "risk", "红", "分类"),
    ("households", "risk", None, "分类"),
    ("households", "people", -1, "人数"),
    ("households", "people", 2.5, "人数"),
    ("households", "profile", "也许", "基本情况表"),
    ("persons", "born_on", "1940-02-30", "出生日期"),
    ("persons", "household", None, "居民户"),
    ("members", "status", "退休", "状态"),
    ("members", "share", 0, "投入比例"),
    ("members", "share", 1.5, "投入比例"),
    ("members", "reported_on", "春天", "报到日期"),
    ("members", "areas", ";;", "可服务网格"),
    ("members", "min_households", -5, "最少户数"),
    ("members", "department", None, "部门"),
    ("posts", "kind", "头", "类别"),
    ("posts", "title", None, "职务"),
    ("posts", "since", "2024-13-01", "任职日期"),
    ("links", "since", "2024-00-01", "起始"),
    ("links", "card_issued_on", "?", "发卡日期"),
    ("ties", "kind", "朋友", "类别"),
    ("ties", "status", "也许", "状态"),
    ("ties", "at", "2024-02-01 25:00", "时间"),
    ("visits", "at", None, "时间"),
    ("appeals", "triage", "缓", "分级"),
    ("appeals", "channel", "信", "渠道"),
    ("appeals", "opened_at", "2025-04-01 9点", "时间"),
    ("steps", "kind", "看", "环节"),
    ("steps", "seq", "一", "序号"),
    ("steps", "satisfied", "一般", "满意"),
]


@pytest.mark.parametrize(("table", "key", "value", "header"), BAD_CELLS)
def test_a_cell_that_cannot_be_read(tmp_path: Path, table: str, key: str, value: Any, header: str) -> None:
    """One bad cell is one fault, with the sheet, row, column and value as the file has them, and a remedy."""
    faults = faults_of(tmp_path, with_row(a_full_county(), table, **{key: value}))
    found = [fault for fault in faults if fault.column == header]
    assert [fault.row for fault in found] == [FIRST]
    assert found[0].value == ("" if value is None else str(value))
    assert found[0].remedy
    assert len(faults) == 1


REFERENCES = [
    ("grids", 1, "parent", "上级"),
    ("organisations", 1, "parent", "上级"),
    ("organisations", 0, "grid", "网格"),
    ("buildings", 0, "property_company", "物业"),
    ("households", 0, "building", "楼栋"),
    ("households", 1, "grid", "微网格"),
    ("persons", 0, "household", "居民户"),
    ("members", 0, "department", "部门"),
    ("members", 0, "home", "住所"),
    ("members", 0, "community", "报到社区"),
    ("members", 0, "areas", "可服务网格"),
    ("posts", 0, "of", "所属"),
    ("posts", 0, "member", "任职人"),
    ("teams", 0, "grids", "服务网格"),
    ("teams", 0, "members", "成员"),
    ("venues", 0, "grids", "服务网格"),
    ("links", 0, "member", "成员"),
    ("links", 0, "household", "居民户"),
    ("ties", 0, "household", "居民户"),
    ("visits", 0, "member", "成员"),
    ("appeals", 0, "household", "居民户"),
    ("appeals", 1, "same_as", "同一事"),
    ("steps", 0, "appeal", "诉求"),
    ("steps", 1, "from", "由"),
    ("steps", 0, "to", "至"),
]


@pytest.mark.parametrize(("table", "number", "key", "header"), REFERENCES)
def test_an_id_that_points_nowhere(tmp_path: Path, table: str, number: int, key: str, header: str) -> None:
    """One fault with the id as its value."""
    faults = faults_of(tmp_path, with_row(a_full_county(), table, number, **{key: "nowhere"}))
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(FIRST + number, header, "nowhere")]
    assert "points nowhere" in faults[0].problem


def test_a_building_in_an_unknown_grid(tmp_path: Path) -> None:
    """The unknown grid is told once, and nothing is made of it."""
    faults = faults_of(tmp_path, with_row(a_county(), "buildings", grid="nowhere"))
    assert places(faults) == [("楼栋", FIRST, "微网格")]


def test_one_wrong_entry_of_a_list(tmp_path: Path) -> None:
    """The entry is the value, not the list."""
    faults = faults_of(tmp_path, with_row(a_full_county(), "teams", members="m1;m9、m2"))
    assert [fault.value for fault in faults] == ["m9"]


def test_references_to_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    """Each says which sheet is missing."""
    tables = {key: rows for key, rows in a_full_county().items() if key in (*a_county(), "links", "steps")}
    faults = faults_of(tmp_path, tables)
    assert all("the file does not have" in fault.problem for fault in faults if fault.column == "诉求")


@pytest.mark.parametrize("table", ["grids", "buildings", "households", "departments", "members"])
@pytest.mark.parametrize("how", ["missing", "empty", "headers only"])
def test_a_required_sheet(tmp_path: Path, table: str, how: str) -> None:
    """One fault: nobody is blamed for pointing into what is not there."""
    sheets = sheets_of(a_county(), language="english")
    if how == "missing":
        del sheets[table]
    else:
        sheets[table] = sheets[table][:1] if how == "headers only" else []
    with pytest.raises(FaultyInput) as caught:
        read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets)))
    assert [fault.sheet for fault in caught.value.faults] == [table]


@pytest.mark.parametrize("table", ["about", "organisations", "persons", "posts", "links", "ties", "visits", "steps"])
def test_other_sheets_may_be_empty(tmp_path: Path, table: str) -> None:
    """With headers, without, or with headers that lack a required column: no rows, no fault."""
    for rows in ([], [["id"]], sheets_of(a_full_county(), language="english")[table][:1]):
        sheets = sheets_of(a_county(), language="english") | {table: rows}
        assert read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets))).county.rows(table) == ()


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    """Each needed sheet is missing, and the fault says what the file has instead."""
    path = write_workbook(tmp_path / "c.xlsx", {"Sheet1": [["x"]], "Sheet2": []})
    with pytest.raises(FaultyInput) as caught:
        read_county(open_source(path))
    assert len(caught.value.faults) == 5
    assert all("Sheet1, Sheet2" in fault.remedy for fault in caught.value.faults)


def test_a_missing_column(tmp_path: Path) -> None:
    """One fault for the column, none for each of its rows, none for what points to its table."""
    sheets = sheets_of(a_county())
    sheets["部门"] = [["名称"], ["民政局"], ["司法局"]]
    with pytest.raises(FaultyInput) as caught:
        read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets)))
    assert [(fault.sheet, fault.row, fault.column) for fault in caught.value.faults] == [("部门", 1, "编号")]


def test_a_table_on_two_sheets(tmp_path: Path) -> None:
    """Nobody can say which is meant; an empty second one is no matter."""
    sheets = sheets_of(a_county())
    path = write_workbook(tmp_path / "c.xlsx", sheets | {"grids": sheets["网格"]})
    with pytest.raises(FaultyInput, match="a second time"):
        read_county(open_source(path))
    path = write_workbook(tmp_path / "c.xlsx", sheets | {"grids": []})
    assert read_county(open_source(path)).sheets["grids"] == "网格"


def test_empty_rows_are_skipped(tmp_path: Path) -> None:
    """Rows without anything, or with blanks alone, are no rows."""
    sheets = sheets_of(a_county())
    sheets["部门"] = [["编号", "名称"], [None, None], ["  ", "\u3000"], ["d1", "民政局"], ["", None]]
    assert len(read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets))).county.rows("departments")) == 1


def test_an_id_twice(tmp_path: Path) -> None:
    """The second one is told, with the row of the first; a number and the same text are the same id."""
    tables = with_new(with_row(a_county(), "departments", id=12), "departments", id="12", name="司法局")
    faults = faults_of(tmp_path, with_row(tables, "members", department="12"))
    assert places(faults) == [("部门", FIRST + 1, "编号")]
    assert f"row {FIRST}" in faults[0].problem


@pytest.mark.parametrize("table", ["departments", "teams", "venues", "grids", "organisations"])
def test_actors_share_their_ids(tmp_path: Path, table: str) -> None:
    """Whoever may hand an appeal on has an id of its own among all of them."""
    rows = {
        "departments": {"name": "x"},
        "teams": {"name": "x"},
        "venues": {"name": "x"},
        "grids": {"name": "x", "level": "small"},
        "organisations": {"name": "x", "kind": "other"},
    }
    faults = faults_of(tmp_path, with_new(a_county(), table, id="m1", **rows[table]))
    assert len(faults) == 1
    assert "share one set of ids" in faults[0].problem
    assert faults[0].value == "m1"


def test_other_tables_may_share_ids(tmp_path: Path) -> None:
    """A household, a building, a post and a visit may all be number 1."""
    tables = with_row(a_county(), "buildings", id=1)
    tables = with_row(with_row(tables, "households", 0, id=1), "members", home=1)
    for number in range(3):
        tables = with_row(tables, "households", number, building=1)
    tables = with_new(tables, "posts", id=1, title="x", of="g1", kind="other")
    tables = with_new(tables, "visits", id=1, member="m1", household=1, at="2025-01-01")
    assert read_tables(tmp_path, tables).county.rows("visits")[0]["household"] == "1"


def test_the_id_of_the_county_is_taken(tmp_path: Path) -> None:
    """The grid at the top is the county itself."""
    tables = with_new(a_county(), "grids", id="county", name="x", level="large")
    assert places(faults_of(tmp_path, tables)) == [("网格", FIRST + 1, "编号")]


@pytest.mark.parametrize(
    ("level", "parent_level", "fits"),
    [
        ("micro", "small", True),
        ("micro", "large", True),
        ("small", "large", True),
        ("micro", "micro", False),
        ("large", "small", False),
        ("small", "small", False),
    ],
)
def test_levels_of_grids(tmp_path: Path, level: str, parent_level: str, fits: bool) -> None:
    """Levels may be skipped, never reversed or repeated."""
    tables = with_new(a_county(), "grids", id="above", name="x", level=parent_level)
    tables = with_new(tables, "grids", id="below", name="x", level=level, parent="above")
    if fits:
        assert read_tables(tmp_path, tables)
    else:
        assert places(faults_of(tmp_path, tables)) == [("网格", FIRST + 2, "上级")]


def test_grids_at_any_level_may_lie_directly_under_the_county(tmp_path: Path) -> None:
    """An empty parent is the county; a grid with nothing below it is no fault."""
    tables = a_county()
    for level in ("large", "medium", "small", "micro"):
        tables = with_new(tables, "grids", id=level, name="x", level=level)
    assert read_tables(tmp_path, tables)


def test_a_ring_of_grids(tmp_path: Path) -> None:
    """Told once, with the chain; a grid that is its own parent too."""
    tables = a_full_county()
    faults = faults_of(tmp_path, with_row(tables, "grids", 0, parent="S"))
    assert places(faults) == [("网格", FIRST, "上级")]
    assert "L → S → M → L" in faults[0].problem
    assert places(faults_of(tmp_path, with_row(tables, "grids", 0, parent="L"))) == [("网格", FIRST, "上级")]


@pytest.mark.parametrize(
    ("table", "column", "header"), [("organisations", "parent", "上级"), ("appeals", "same_as", "同一事")]
)
def test_other_rings(tmp_path: Path, table: str, column: str, header: str) -> None:
    """Organisations above each other, appeals that are the same as each other."""
    tables = a_full_county()
    first, second = tables[table][0]["id"], tables[table][1]["id"]
    tables = with_row(with_row(tables, table, 0, **{column: second}), table, 1, **{column: first})
    faults = faults_of(tmp_path, tables)
    assert [(fault.row, fault.column) for fault in faults] == [(FIRST, header)]


@pytest.mark.parametrize(("table", "number"), [("buildings", 0), ("households", 1)])
def test_houses_stand_in_micro_grids(tmp_path: Path, table: str, number: int) -> None:
    """A grid of a higher level is not enough."""
    faults = faults_of(tmp_path, with_row(a_full_county(), table, number, grid="M"))
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(FIRST + number, "微网格", "M")]


@pytest.mark.parametrize(("table", "number"), [("members", 1), ("venues", 0), ("appeals", 1)])
@pytest.mark.parametrize(("lost", "header"), [("lon", "经度"), ("lat", "纬度")])
def test_half_a_point(tmp_path: Path, table: str, number: int, lost: str, header: str) -> None:
    """Longitude without latitude, or the other way round."""
    faults = faults_of(tmp_path, with_row(a_full_county(), table, number, **{lost: None}))
    assert [(fault.row, fault.column) for fault in faults] == [(FIRST + number, header)]


def test_a_building_without_a_point_alone_in_its_grid(tmp_path: Path) -> None:
    """There is nothing to take its place from."""
    faults = faults_of(tmp_path, with_row(a_county(), "buildings", lon=None, lat=None))
    assert places(faults) == [("楼栋", FIRST, "经度")]
    assert "g1" in faults[0].problem


@pytest.mark.parametrize(
    ("low", "high", "column"),
    [
        (9, 8, "最少户数"),
        (16, None, "最少户数"),
        (None, 4, "最多户数"),
        (15, None, None),
        (None, 5, None),
        (0, 0, None),
    ],
)
def test_bounds(tmp_path: Path, low: int | None, high: int | None, column: str | None) -> None:
    """The missing half of the bounds is that of the rules: 5 and 15."""
    tables = with_row(a_county(), "members", min_households=low, max_households=high)
    if column is None:
        assert read_tables(tmp_path, tables)
    else:
        assert places(faults_of(tmp_path, tables)) == [("成员", FIRST, column)]


def test_an_appeal_from_nowhere(tmp_path: Path) -> None:
    """It needs a household, a point or a place; each of them is enough."""
    row = {"id": "a1", "category": "x", "channel": "online", "opened_at": "2025-01-01"}
    assert places(faults_of(tmp_path, with_new(a_county(), "appeals", **row))) == [("诉求", FIRST, "居民户")]
    for place in ({"household": "h1"}, {"lon": 117, "lat": 27}, {"place": "桥头"}):
        assert read_tables(tmp_path, with_new(a_county(), "appeals", **row, **place))


def test_a_household_with_two_links(tmp_path: Path) -> None:
    """Two members for one household today: the second is told, with the first one's row."""
    tables = with_new(a_full_county(), "links", member="m2", household="h1")
    faults = faults_of(tmp_path, tables)
    assert places(faults) == [("联户", FIRST + 2, "居民户")]
    assert f"row {FIRST} gives it to m1" in faults[0].problem


@pytest.mark.parametrize(("table", "column"), [("links", "居民户"), ("ties", "类别"), ("steps", "序号")])
def test_the_same_row_twice(tmp_path: Path, table: str, column: str) -> None:
    """A link, a tie of one kind, a step of an appeal stand once."""
    tables = a_full_county()
    faults = faults_of(tmp_path, with_new(tables, table, **tables[table][0]))
    assert [(fault.row, fault.column) for fault in faults] == [(FIRST + len(tables[table]), column)]


def test_ties_of_two_kinds_are_two_ties(tmp_path: Path) -> None:
    """A member may know a household and be wished for by it."""
    assert read_tables(tmp_path, with_new(a_full_county(), "ties", member="m1", household="h1", kind="户选"))


def test_all_faults_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Cells, references, doubles and links: everything is told in one go, sheet by sheet and row by row."""
    tables = with_row(a_full_county(), "households", 2, risk="红", building="b9")
    tables = with_row(tables, "households", 0, people=-1)
    tables = with_new(tables, "grids", id="g1", name="x", level="small")
    tables = with_new(tables, "links", member="m9", household="h1")
    faults = faults_of(tmp_path, tables)
    assert places(faults) == [
        ("网格", 8, "编号"),
        ("居民户", 3, "人数"),
        ("居民户", 5, "分类"),
        ("居民户", 5, "楼栋"),
        ("联户", 5, "成员"),
        ("联户", 5, "居民户"),
    ]


def test_ids_in_chinese(tmp_path: Path) -> None:
    """Ids are text of any kind."""
    tables = {
        "grids": [{"id": "网格一", "name": "一", "level": "微"}],
        "buildings": [{"id": "楼一", "name": "一", "lon": "117.1", "lat": "27.7", "grid": "网格一"}],
        "households": [{"id": f"户{n}", "building": "楼一", "risk": "绿"} for n in "一二三"],
        "departments": [{"id": "民政", "name": "民政局"}],
        "members": [{"id": "张三", "name": "张三", "department": "民政", "home": "楼一", "status": "在岗"}],
        "links": [{"member": "张三", "household": "户一"}],
    }
    assert read_tables(tmp_path, tables).county.rows("links")[0]["household"] == "户一"


ABOUT_FAULTS = [
    ([{"key": "frozen", "value": "也许"}], "值"),
    ([{"key": "数据日期", "value": "明天"}], "值"),
    ([{"key": "datum", "value": "火星"}], "值"),
    ([{"key": "frozen", "value": "是"}], "项"),
    ([{"key": "county", "value": "x"}, {"key": "县名", "value": "y"}], "项"),
    ([{"value": "x"}], "项"),
]


@pytest.mark.parametrize(("rows", "column"), ABOUT_FAULTS)
def test_faults_of_the_sheet_about(tmp_path: Path, rows: list[dict[str, str]], column: str) -> None:
    """A value that cannot be read, a frozen county without its day, a key twice in two languages, no key."""
    faults = faults_of(tmp_path, a_county() | {"about": rows})
    assert [(fault.sheet, fault.column) for fault in faults] == [("说明", column)]


def test_keys_of_the_sheet_about(tmp_path: Path) -> None:
    """Keys in either language; unknown ones are named and ignored; an empty value is not known."""
    rows = [
        {"key": "县名", "value": "试验县"},
        {"key": "作者", "value": "x"},
        {"key": "datum"},
        {"key": "AS_OF", "value": "2025-06-30"},
    ]
    reading = read_tables(tmp_path, a_county() | {"about": rows})
    assert reading.county.about == {"county": "试验县", "as_of": "2025-06-30"}
    assert reading.ignored.about_keys == ("作者",)


def test_words_of_open_lists_stay(tmp_path: Path) -> None:
    """Needs, topics, categories and kinds of teams may be anything; known words become keys."""
    county = read_tables(tmp_path, a_full_county()).county
    assert county.rows("persons")[0]["needs"] == ("lone_elder", "frail", "吸烟")
    assert county.rows("visits")[0]["topics"] == ("policy", "防溺水")
    assert county.rows("teams")[0]["kind"] == "志愿"


def test_a_bad_row_does_not_make_others_bad(tmp_path: Path) -> None:
    """A member with an unreadable status is still a member for those who name him."""
    faults = faults_of(tmp_path, with_row(a_full_county(), "members", 0, status="?"))
    assert places(faults) == [("成员", FIRST, "状态")]


def test_nothing_of_a_table_is_left_to_the_order_of_sheets(tmp_path: Path) -> None:
    """Sheets may come in any order."""
    sheets = dict(reversed(sheets_of(a_full_county()).items()))
    assert read_county(open_source(write_workbook(tmp_path / "c.xlsx", sheets)))


def test_a_county_without_its_last_household_is_smaller(tmp_path: Path) -> None:
    """The builders change what they say."""
    assert len(read_tables(tmp_path, without(a_county(), "households", 2)).county.rows("households")) == 2

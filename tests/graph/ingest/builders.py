"""Small counties as tables of rows, and the files that hold them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from graph.ingest.tables import TABLES
from graph.ingest.validate import Reading, open_source, read_county

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def a_county() -> Tables:
    """Three households in one building of one micro-grid, one member, one department: the least that is a county."""
    return {
        "grids": [{"id": "g1", "name": "一号微网格", "level": "micro"}],
        "buildings": [{"id": "b1", "name": "一号楼", "lon": 117.06, "lat": 27.7, "grid": "g1"}],
        "households": [{"id": f"h{n}", "building": "b1", "risk": "green"} for n in (1, 2, 3)],
        "departments": [{"id": "d1", "name": "民政局"}],
        "members": [{"id": "m1", "name": "张三", "department": "d1", "home": "b1", "status": "active"}],
    }


def a_full_county() -> Tables:
    """A county with at least one row in every table and a value in every column."""
    return {
        "about": [
            {"key": "county", "value": "试验县"},
            {"key": "as_of", "value": "2025-06-30"},
            {"key": "frozen", "value": "是"},
            {"key": "datum", "value": "CGCS2000"},
        ],
        "grids": [
            {"id": "L", "name": "城区", "level": "large"},
            {"id": "M", "name": "河东", "level": "medium", "parent": "L"},
            {"id": "S", "name": "河东一", "level": "small", "parent": "M"},
            {"id": "g1", "name": "微一", "level": "micro", "parent": "S"},
            {"id": "g2", "name": "微二", "level": "micro", "parent": "M"},
        ],
        "organisations": [
            {"id": "o1", "name": "城区党工委", "kind": "work_committee", "grid": "L"},
            {"id": "o2", "name": "河东社区", "kind": "community", "grid": "M", "parent": "o1"},
            {"id": "o3", "name": "安居物业", "kind": "property_company"},
        ],
        "buildings": [
            {"id": "b1", "name": "一号楼", "kind": "building", "address": "河东路1号", "lon": 117.06, "lat": 27.70}
            | {"grid": "g1", "property_company": "o3"},
            {"id": "b2", "name": "二号楼", "kind": "building", "lon": 117.07, "lat": 27.71, "grid": "g2"},
            {"id": "b3", "name": "三号楼", "kind": "group", "grid": "g2"},
        ],
        "households": [
            {
                "id": "h1",
                "building": "b1",
                "door": "101",
                "risk": "green",
                "priority": "否",
                "people": 3,
                "head": "王一",
            }
            | {"phone": "13800000001", "profile": "是", "contact_record": "否"},
            {"id": "h2", "building": "b1", "door": "102", "grid": "g2", "risk": "orange", "priority": "是"},
            {"id": "h3", "building": "b3", "risk": "blue"},
        ],
        "persons": [
            {"id": "p1", "household": "h2", "name": "李四", "born_on": "1940-05-06", "needs": "lone_elder、frail;吸烟"}
            | {"priority": "是"}
        ],
        "departments": [{"id": "d1", "name": "民政局"}],
        "members": [
            {"id": "m1", "name": "张三", "phone": "13900000001", "department": "d1", "home": "b1", "senior": "是"}
            | {"share": 0.5, "status": "active", "community": "o2", "reported_on": "2025-01-02", "areas": "M;g1"}
            | {"min_households": 1, "max_households": 8},
            {"id": "m2", "name": "李五", "department": "d1", "lon": 117.08, "lat": 27.72, "status": "leave"},
            {"id": "m3", "name": "赵六", "department": "d1", "status": "left", "community": "o2"},
            {"id": "m4", "name": "孙七", "department": "d1", "status": "active"},
        ],
        "posts": [
            {"id": "q1", "title": "网格长", "of": "M", "kind": "grid_head", "member": "m1", "since": "2024-01-01"},
            {"id": "q2", "title": "中心户", "of": "b1", "kind": "centre_household"},
            {"id": "q3", "title": "挂片领导", "of": "o1", "kind": "area_leader", "member": "m3"},
        ],
        "teams": [{"id": "t1", "name": "青柠", "kind": "志愿", "grids": "M;g1", "members": "m1、m2"}],
        "venues": [{"id": "v1", "name": "说事厅", "kind": "厅", "lon": 117.065, "lat": 27.705, "grids": "S"}],
        "links": [
            {"member": "m1", "household": "h1", "since": "2024-03-01", "card_no": "7", "card_issued_on": "2024-03-02"},
            {"member": "m3", "household": "h2", "since": "2024-03-01"},
        ],
        "ties": [
            {"member": "m1", "household": "h1", "kind": "knows", "status": "accepted", "at": "2024-02-01 10:00"}
            | {"reason": "邻居"},
            {"member": "m1", "household": "h2", "kind": "avoids"},
        ],
        "visits": [
            {"id": "w1", "member": "m1", "household": "h1", "at": "2025-04-01 09:30", "topics": "policy;防溺水"}
            | {"note": "好"}
        ],
        "appeals": [
            {"id": "a1", "household": "h1", "category": "路灯", "triage": "urgent", "channel": "visit"}
            | {"opened_at": "2025-04-01 09:40"},
            {"id": "a2", "lon": 117.06, "lat": 27.7, "place": "桥头", "category": "路灯", "channel": "online"}
            | {"opened_at": "2025-04-02T08:00:00+08:00", "same_as": "a1"},
        ],
        "steps": [
            {"appeal": "a1", "seq": 1, "kind": "collect", "at": "2025-04-01 09:40", "to": "m1"},
            {"appeal": "a1", "seq": 2, "kind": "forward", "at": "2025-04-01 10:40", "from": "m1", "to": "d1"}
            | {"reason": "职责", "satisfied": "否"},
            {"appeal": "a1", "seq": 3, "kind": "return", "at": "2025-04-02 10:40", "from": "d1", "to": "M"},
        ],
    }


def with_row(tables: Tables, table: str, number: int = 0, **changes: Any) -> Tables:
    """The county with one row changed; a value None empties the cell."""
    rows = [dict(row) for row in tables.get(table, [])]
    rows[number] = {key: value for key, value in (rows[number] | changes).items() if value is not None}
    return tables | {table: rows}


def with_new(tables: Tables, table: str, **row: Any) -> Tables:
    """The county with one more row."""
    return tables | {table: [*tables.get(table, []), row]}


def without(tables: Tables, table: str, *numbers: int) -> Tables:
    """The county without some rows of a table."""
    return tables | {table: [row for number, row in enumerate(tables[table]) if number not in numbers]}


def grid_of(table: str, rows: Rows, *, language: str = "both") -> list[list[Any]]:
    """A table as rows of cells under Chinese headers, English keys, or both."""
    columns = TABLES[table].columns
    headers = {"chinese": [[c.chinese[0] for c in columns]], "english": [[c.key for c in columns]]}
    headers["both"] = headers["chinese"] + headers["english"]
    return headers[language] + [[row.get(column.key) for column in columns] for row in rows]


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Iterable[Any]]]) -> Path:
    """An .xlsx with these sheets, written cell by cell by another library than the one that reads it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_folder(folder: Path, sheets: Mapping[str, Iterable[Iterable[Any]]], encoding: str = "utf-8") -> Path:
    """A folder of CSV files with these names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def sheets_of(tables: Tables, *, language: str = "both") -> dict[str, list[list[Any]]]:
    """All tables as cells; sheets named in Chinese unless the language is english."""
    return {
        key if language == "english" else TABLES[key].chinese: grid_of(key, rows, language=language)
        for key, rows in tables.items()
    }


def read_tables(folder: Path, tables: Tables) -> Reading:
    """The county as read from a workbook. Raises FaultyInput."""
    return read_county(open_source(write_workbook(folder / "county.xlsx", sheets_of(tables))))

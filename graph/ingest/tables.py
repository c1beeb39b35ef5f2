"""The sheets of lianhu-workbook/1 as data: names in both languages, columns, value lists, what refers to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from graph import words as lists
from graph.ingest import cells
from graph.ingest.cells import Cell
from graph.ingest.columns import Column, plain, readings, ref, refs, text, word, words_open

# Tables whose ids are unique together: whoever may hand an appeal on.
ACTORS: Final = ("members", "departments", "teams", "venues", "grids", "organisations")
REQUIRED: Final = ("grids", "buildings", "households", "departments", "members")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `identity` are the columns that tell its rows apart."""

    key: str
    chinese: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ("id",)

    def column(self, key: str) -> Column:
        """The column with this English key. Raises KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.key} has no column {key}")


ABOUT_READERS: Final[Mapping[str, Callable[[Cell], Any]]] = {
    "county": cells.text,
    "as_of": cells.date,
    "frozen": cells.boolean,
    "datum": partial(cells.word, words=readings(lists.DATUMS), is_open=False),
}
ABOUT_KEYS: Final = readings(lists.ABOUT)

_LON = plain("lon", "", partial(cells.number_between, least=-180.0, most=180.0))
_LAT = plain("lat", "", partial(cells.number_between, least=-90.0, most=90.0))
_SHARE = partial(cells.number_between, least=0.0, most=1.0, above=True)
_ID = text("id", required=True)
_NAME = text("name", required=True)
_PERSON_NAME = ("姓名", "名称")

_TABLES: Final = (
    Table("about", "说明", (text("key", "项", required=True), text("value", "值")), ("key",)),
    Table(
        "grids",
        "网格",
        (_ID, _NAME, word("level", lists.LEVELS, "级别", required=True), ref("parent", "grids", chinese="上级")),
    ),
    Table(
        "organisations",
        "组织",
        (
            _ID,
            _NAME,
            word("kind", lists.ORGANISATIONS, required=True),
            ref("grid", "grids"),
            ref("parent", "organisations", chinese="上级"),
        ),
    ),
    Table(
        "buildings",
        "楼栋",
        (
            _ID,
            _NAME,
            word("kind", lists.BUILDINGS),
            text("address", "地址"),
            _LON,
            _LAT,
            ref("grid", "grids", chinese="微网格", required=True),
            ref("property_company", "organisations", chinese="物业"),
        ),
    ),
    Table(
        "households",
        "居民户",
        (
            _ID,
            ref("building", "buildings", required=True),
            text("door", "门牌"),
            ref("grid", "grids", chinese="微网格"),
            word("risk", lists.RISKS, "分类", required=True),
            plain("priority", "重点", cells.boolean),
            plain("people", "人数", cells.whole),
            text("head", "户主"),
            text("phone"),
            plain("profile", "基本情况表", cells.boolean),
            plain("contact_record", "联络记录", cells.boolean),
        ),
    ),
    Table(
        "persons",
        "人员",
        (
            _ID,
            ref("household", "households", required=True),
            Column("name", _PERSON_NAME, cells.text),
            plain("born_on", "出生日期", cells.date),
            words_open("needs", lists.NEEDS, "需求标签"),
            plain("priority", "重点", cells.boolean),
        ),
    ),
    Table("departments", "部门", (_ID, _NAME)),
    Table(
        "members",
        "成员",
        (
            _ID,
            Column("name", _PERSON_NAME, cells.text, required=True),
            text("phone"),
            ref("department", "departments", required=True),
            ref("home", "buildings", chinese="住所"),
            _LON,
            _LAT,
            plain("senior", "骨干", cells.boolean),
            plain("share", "投入比例", _SHARE),
            word("status", lists.STATUSES, "状态", required=True),
            ref("community", "organisations", chinese="报到社区"),
            plain("reported_on", "报到日期", cells.date),
            refs("areas", "grids", chinese="可服务网格"),
            plain("min_households", "", cells.whole),
            plain("max_households", "", cells.whole),
        ),
    ),
    Table(
        "posts",
        "职务",
        (
            _ID,
            text("title", "职务", required=True),
            ref("of", "grids", "organisations", "buildings", chinese="所属", required=True),
            word("kind", lists.POSTS, required=True),
            ref("member", "members", chinese="任职人"),
            plain("since", "任职日期", cells.date),
        ),
    ),
    Table(
        "teams",
        "志愿队",
        (_ID, _NAME, text("kind"), refs("grids", "grids"), refs("members", "members", chinese="成员")),
    ),
    Table("venues", "议事平台", (_ID, _NAME, text("kind"), _LON, _LAT, refs("grids", "grids"))),
    Table(
        "links",
        "联户",
        (
            ref("member", "members", required=True),
            ref("household", "households", required=True),
            plain("since", "", cells.date),
            text("card_no", "卡号"),
            plain("card_issued_on", "发卡日期", cells.date),
        ),
        ("member", "household"),
    ),
    Table(
        "ties",
        "关系",
        (
            ref("member", "members", required=True),
            ref("household", "households", required=True),
            word("kind", lists.TIES, required=True),
            word("status", lists.TIE_STATUSES, "状态"),
            plain("at", "时间", cells.time_ms),
            text("reason", "原因"),
        ),
        ("member", "household", "kind"),
    ),
    Table(
        "visits",
        "走访",
        (
            _ID,
            ref("member", "members", required=True),
            ref("household", "households", required=True),
            plain("at", "时间", cells.time_ms, required=True),
            words_open("topics", lists.TOPICS, "内容"),
            text("note"),
        ),
    ),
    Table(
        "appeals",
        "诉求",
        (
            _ID,
            ref("household", "households"),
            _LON,
            _LAT,
            text("place"),
            text("category", "类别", required=True),
            word("triage", lists.TRIAGES, "分级"),
            word("channel", lists.CHANNELS, "渠道", required=True),
            plain("opened_at", "时间", cells.time_ms, required=True),
            ref("same_as", "appeals", chinese="同一事"),
        ),
    ),
    Table(
        "steps",
        "流转",
        (
            ref("appeal", "appeals", required=True),
            plain("seq", "序号", cells.whole, required=True),
            word("kind", lists.STEPS, "环节", required=True),
            plain("at", "时间", cells.time_ms, required=True),
            ref("from", *ACTORS, chinese="由"),
            ref("to", *ACTORS, chinese="至"),
            text("reason", "原因"),
            plain("satisfied", "满意", cells.boolean),
        ),
        ("appeal", "seq"),
    ),
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.key: table for table in _TABLES})

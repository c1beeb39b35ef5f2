"""What a column of the workbook is, and short ways to write one down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from graph.ingest import cells
from graph.ingest.cells import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its English key, the Chinese headers it may have (the first is the one to write), how a cell reads.

    `refers` names the tables that hold the ids of this column; `words` the value list, English to Chinese.
    """

    key: str
    chinese: tuple[str, ...]
    read: Callable[[Cell], Any]
    required: bool = False
    refers: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    open: bool = False


# Headers that recur. A column may also carry the general name where WORKBOOK gives it a narrower one.
_RECURRING: Final = {
    "id": "编号",
    "name": "名称",
    "kind": "类别",
    "grid": "网格",
    "member": "成员",
    "household": "居民户",
    "department": "部门",
    "building": "楼栋",
    "phone": "电话",
    "grids": "服务网格",
    "note": "备注",
    "lon": "经度",
    "lat": "纬度",
    "appeal": "诉求",
    "place": "地点",
    "min_households": "最少户数",
    "max_households": "最多户数",
    "since": "起始",
}


def _column(key: str, chinese: str, read: Callable[[Cell], Any], *, required: bool, **more: Any) -> Column:
    usual = _RECURRING.get(key, "")
    headers = tuple(dict.fromkeys(header for header in (chinese or usual, usual) if header))
    return Column(key, headers, read, required, **more)


def text(key: str, chinese: str = "", *, required: bool = False) -> Column:
    """Free text."""
    return _column(key, chinese, cells.text, required=required)


def ref(key: str, *tables: str, chinese: str = "", required: bool = False) -> Column:
    """The id of a row of one of `tables`."""
    return _column(key, chinese, cells.text, required=required, refers=tables)


def refs(key: str, *tables: str, chinese: str = "") -> Column:
    """A list of ids of rows of one of `tables`."""
    return _column(key, chinese, cells.names, required=False, refers=tables)


def word(key: str, words: Mapping[str, str], chinese: str = "", *, required: bool = False) -> Column:
    """One word of a closed value list."""
    read = partial(cells.word, words=readings(words), is_open=False)
    return _column(key, chinese, read, required=required, words=words)


def words_open(key: str, words: Mapping[str, str], chinese: str) -> Column:
    """A list of words; other words than those of the value list stay as they stand."""
    read = partial(cells.words_of, words=readings(words), is_open=True)
    return _column(key, chinese, read, required=False, words=words, open=True)


def plain(key: str, chinese: str, read: Callable[[Cell], Any], *, required: bool = False) -> Column:
    """A column that `read` reads: a boolean, a date, a time, a number."""
    return _column(key, chinese, read, required=required)


def readings(words: Mapping[str, str]) -> dict[str, str]:
    """The key by everything that may be written for it, in lower case."""
    spelled = {key.casefold(): key for key in words}
    return spelled | {chinese.casefold(): key for key, chinese in words.items() if chinese}

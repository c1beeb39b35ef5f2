"""The county's rows as the cells of its sheets, by the workbook's own list of tables and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from graph.ingest.columns import Column
from graph.ingest.tables import TABLES, Table
from graph.sample.rows import County
from graph.words import ABOUT

Cell = str | int | float | None
SEPARATOR = ";"
ATTRIBUTES = {"from": "from_"}  # a word that Python keeps for itself
YES_NO = {"english": ("yes", "no"), "chinese": ("是", "否")}


def tables() -> Iterator[Table]:
    """The workbook's sheets, in their order."""
    return iter(TABLES.values())


def rows_of(county: County, table: Table, language: str) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, cell by cell in the order of its columns, its words in "english" or "chinese"."""
    if table.key == "about":
        yield from _about(county, language)
        return
    read = [_reader(column, language) for column in table.columns]
    for row in getattr(county, table.key):
        yield tuple(cell(row) for cell in read)


def _about(county: County, language: str) -> Iterator[tuple[Cell, ...]]:
    yes = dict(zip(YES_NO["english"], YES_NO[language], strict=True))
    for key, value in county.about:
        yield (ABOUT[key] if language == "chinese" else key), yes.get(value, value)


def _reader(column: Column, language: str) -> Callable[[object], Cell]:
    get = attrgetter(ATTRIBUTES.get(column.key, column.key))
    words: Mapping[str, str] = column.words if language == "chinese" else {}
    yes, no = YES_NO[language]

    def cell(row: object) -> Cell:
        value = get(row)
        if isinstance(value, str):
            return words.get(value, value) or None
        if isinstance(value, bool):
            return yes if value else no
        if isinstance(value, tuple):
            return SEPARATOR.join(words.get(str(part), str(part)) for part in value) or None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return value

    return cell

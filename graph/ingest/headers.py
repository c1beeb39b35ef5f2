"""Which sheet is which table, and which column is which: by Chinese headers, English keys, or both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.ingest.cells import Cell, clean, is_empty, text
from graph.ingest.source import RawRow, RawSheet
from graph.ingest.tables import TABLES, Table

_SPACES = re.compile(r"[\s_\-·.()/]+")
_NOTHING = (None, 0)
_Found = tuple[str | None, int]  # a column's key, and how surely its header means it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose table is known: where each column stands, what its header says, and the rows below the headers.

    `unclear` are headers that cannot be followed, each with why. `header_row` is None for a sheet without a row.
    """

    table: Table
    raw: RawSheet
    positions: Mapping[str, int]
    headers: Mapping[str, str]
    unknown: tuple[str, ...]
    unclear: tuple[tuple[str, str], ...]
    header_row: int | None
    rows: tuple[RawRow, ...]

    def header(self, key: str) -> str:
        """The header of a column as the file writes it, else the one that the workbook gives it."""
        return self.headers.get(key) or self.table.column(key).chinese[0]


def table_of(sheet_name: str) -> Table | None:
    """The table that a sheet's name means: its Chinese name, its English name, or both side by side."""
    names = {_spelled(name): table for table in TABLES.values() for name in (table.key, table.chinese)}
    whole = _spelled(sheet_name)
    if whole in names:
        return names[whole]
    parts = [names.get(part) for part in whole.split("_")]
    return parts[0] if all(part is parts[0] for part in parts) else None


def read_headers(raw: RawSheet, table: Table) -> Sheet:
    """The sheet with its columns found. The second row counts as headers when it names columns and tells no data."""
    if not raw.rows:
        return Sheet(table, raw, {}, {}, (), (), None, ())
    pairs = _header_pairs(raw, table)
    rows = raw.rows[2 if any(not is_empty(lower) for _, lower in pairs) else 1 :]
    headers = [_header(upper, lower) for upper, lower in pairs]
    columns = [max(_meant(table, upper), _meant(table, lower), key=lambda found: found[1]) for upper, lower in pairs]
    positions = _best(columns)
    unclear = [
        (headers[i], why) for i, pair in enumerate(pairs) if (why := _unclear(table, i, pair, columns, positions))
    ]
    return Sheet(
        table,
        raw,
        positions=positions,
        headers={key: headers[index] for key, index in positions.items()},
        unknown=_unknown(headers, columns, positions, rows),
        unclear=tuple(unclear),
        header_row=raw.rows[0].number,
        rows=rows,
    )


def _header_pairs(raw: RawSheet, table: Table) -> list[tuple[Cell, Cell]]:
    """For each column its first header and the one below it, which is empty where the second row is data."""
    first = raw.rows[0].cells
    below = list(raw.rows[1].cells) if len(raw.rows) > 1 else []
    second = below if _names_columns(below, first, table) else []
    width = max(len(row.cells) for row in raw.rows)
    return [(_at(first, index), _at(second, index)) for index in range(width)]


def _spelled(header: str) -> str:
    """A header or name without what does not matter: case, width, blanks, the star of a required column."""
    folded = unicodedata.normalize("NFKC", clean(header)).casefold().strip("* ")
    return _SPACES.sub("_", folded).strip("_")


@cache
def _known(table_key: str) -> Mapping[str, tuple[str, int]]:
    """For every header of a table its column, and 2 for the column's own name, 1 for a more general one."""
    known: dict[str, tuple[str, int]] = {}
    for column in TABLES[table_key].columns:
        for general in column.chinese[1:]:
            known[_spelled(general)] = (column.key, 1)
    for column in TABLES[table_key].columns:
        known[_spelled(column.chinese[0])] = known[_spelled(column.key)] = (column.key, 2)
    return known


def _meant(table: Table, header: Cell) -> _Found:
    """The column that a header means; a header in both languages must mean the same in both."""
    if is_empty(header):
        return _NOTHING
    known = _known(table.key)
    whole = _spelled(text(header))
    if whole in known:
        return known[whole]
    parts = [known.get(part, _NOTHING) for part in whole.split("_")]
    return parts[0] if all(part[0] == parts[0][0] for part in parts) else _NOTHING


def _best(columns: Sequence[tuple[str | None, int]]) -> dict[str, int]:
    """The column to read for each key: the one with its own name before one with a general name, else the first."""
    best: dict[str, int] = {}
    for index, (key, rank) in enumerate(columns):
        if key and (key not in best or columns[best[key]][1] < rank):
            best[key] = index
    return best


def _names_columns(row: Sequence[Cell], first: Sequence[Cell], table: Table) -> bool:
    """Whether a second row is a row of keys: it names columns, and says nothing else below a known header."""
    said = [(cell, _at(first, index)) for index, cell in enumerate(row) if not is_empty(cell)]
    naming = [_meant(table, cell) != _NOTHING for cell, _ in said]
    telling = any(
        _meant(table, above) != _NOTHING and not named for (_, above), named in zip(said, naming, strict=True)
    )
    return 2 * sum(naming) > len(said) and not telling


def _unclear(
    table: Table, index: int, pair: tuple[Cell, Cell], columns: Sequence[_Found], positions: Mapping[str, int]
) -> str:
    """Why the header of a column cannot be followed, empty when it can."""
    above, below = (_meant(table, header)[0] for header in pair)
    if above and below and above != below:
        return f"the two header rows disagree: {text(pair[0])} is {above}, and below it stands {text(pair[1])}"
    key, surely = columns[index]
    if key and surely == columns[positions[key]][1] and positions[key] != index:
        return f"there are two columns for {key}"
    return ""


def _unknown(
    headers: Sequence[str], columns: Sequence[_Found], positions: Mapping[str, int], rows: Sequence[RawRow]
) -> tuple[str, ...]:
    """The columns that are not read, by header; one without a header by its letter, when it says anything."""
    read = set(positions.values())
    unknown: list[str] = []
    for index, header in enumerate(headers):
        if header and index not in read:
            unknown.append(header)
        elif not header and any(not is_empty(_at(row.cells, index)) for row in rows):
            unknown.append(f"column {_letters(index)} (no header)")
    return tuple(unknown)


def _letters(index: int) -> str:
    """A column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _at(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else None


def _header(first: Cell, second: Cell) -> str:
    return text(first) if not is_empty(first) else "" if is_empty(second) else text(second)

"""What one cell says: text, numbers, booleans, dates, times, lists and words of a value list, or why it does not.

Every reader takes a cell that is not empty and returns its value, or raises CellFault in words for the user.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping

from graph.clock import CHINA

Cell = str | float | bool | dt.date | dt.time | dt.timedelta | None

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;；、\n]")
_TRUE = frozenset({"是", "yes", "true", "1"})
_FALSE = frozenset({"否", "no", "false", "0"})


class CellFault(ValueError):
    """A cell that cannot be read. `problem` says what is wrong, `remedy` what to write instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def clean(text: str) -> str:
    """Without the blanks and the invisible characters that a copied cell carries at its ends."""
    kept = text.strip()
    while kept and (kept[0] in _INVISIBLE or kept[-1] in _INVISIBLE):
        kept = kept.strip(_INVISIBLE).strip()
    return kept


def is_empty(cell: Cell) -> bool:
    """An empty cell, or one with nothing but blanks: not known."""
    return cell is None or (isinstance(cell, str) and not clean(cell))


def text(cell: Cell) -> str:
    """The cell as it reads: a number without the `.0` that Excel keeps behind the scenes, dates in ISO."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return str(cell)


def number(cell: Cell) -> float:
    """A finite number; a text such as `50%` reads as 0.5."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        value = float(cell)
    else:
        written = text(cell)
        percent = written.endswith(("%", "％"))
        digits = written[:-1].strip() if percent else written
        if isinstance(cell, bool) or not _NUMBER.fullmatch(digits):
            raise CellFault("is not a number", "Write a number such as 3 or 0.5.")
        value = float(digits) / 100 if percent else float(digits)
    if not math.isfinite(value):
        raise CellFault("is not a number", "Write a number such as 3 or 0.5.")
    return value


def number_between(cell: Cell, least: float, most: float, *, above: bool = False) -> float:
    """A number from `least` to `most`; with `above` it must be more than `least`."""
    value = number(cell)
    if not least <= value <= most or (above and value == least):
        sense = f"above {least:g} and at most {most:g}" if above else f"from {least:g} to {most:g}"
        raise CellFault("is out of range", f"Write a number {sense}.")
    return value


def whole(cell: Cell) -> int:
    """A whole number of at least 0."""
    value = number(cell)
    if value < 0 or value != int(value) or value > 2**53:
        raise CellFault("is not a whole number of at least 0", "Write a count such as 0, 3 or 12.")
    return int(value)


def boolean(cell: Cell) -> bool:
    """是/否, yes/no, true/false, 1/0."""
    word = text(cell).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellFault("is neither yes nor no", "Write 是 or 否 (or yes/no, true/false, 1/0).")


def date(cell: Cell) -> str:
    """A day as `YYYY-MM-DD`."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    try:
        return _moment(text(cell)).date().isoformat()
    except CellFault:
        remedy = "Write a day that exists as 2025-01-31, or format the cell as a date."
        raise CellFault("is not a date", remedy) from None


def time_ms(cell: Cell) -> int:
    """A moment as milliseconds since 1970 in UTC; without a zone it is Asia/Shanghai, a day alone is its 00:00."""
    if isinstance(cell, dt.datetime):
        moment = cell
    elif isinstance(cell, dt.date):
        moment = dt.datetime(cell.year, cell.month, cell.day, tzinfo=CHINA)
    else:
        moment = _moment(text(cell))
    return epoch_ms(moment if moment.tzinfo else moment.replace(tzinfo=CHINA))


def epoch_ms(moment: dt.datetime) -> int:
    """Milliseconds since 1970 in UTC, to the nearest: Excel keeps a time as a fraction of a day."""
    since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return round(since / dt.timedelta(milliseconds=1))


def names(cell: Cell) -> tuple[str, ...]:
    """A list separated by `;` or `、`, each entry once, in the order written."""
    parts = [part for part in map(clean, _SEPARATORS.split(text(cell))) if part]
    if not parts:
        raise CellFault("is a list without an entry", "Write the entries with ; or 、 between them, or empty the cell.")
    return tuple(dict.fromkeys(parts))


def word(cell: Cell, words: Mapping[str, str], *, is_open: bool) -> str:
    """The English key of a word of a value list, which may be written in either language.

    `words` gives the key by what may be written, in lower case. Other words of an open list stay as they stand.
    """
    written = text(cell)
    key = words.get(written.casefold())
    if key is None and not is_open:
        raise CellFault("is not a word of this list", f"Write one of: {_spelled(words)}.")
    return key or written


def words_of(cell: Cell, words: Mapping[str, str], *, is_open: bool) -> tuple[str, ...]:
    """A list of words of a value list."""
    return tuple(dict.fromkeys(word(part, words, is_open=is_open) for part in names(cell)))


def _spelled(words: Mapping[str, str]) -> str:
    """Every key with the other words for it, `绿 green, 蓝 blue`."""
    others: dict[str, list[str]] = {}
    for written, key in words.items():
        others.setdefault(key, [])
        if written != key.casefold():
            others[key].append(written)
    return ", ".join(" ".join([*written, key]) for key, written in others.items())


def _day(written: str) -> tuple[dt.date | None, str]:
    """The day that a text begins with, and the rest of the text."""
    found = _DATE.match(written)
    if not found:
        return None, written
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return dt.date(year, month, day), written[found.end() :]
    except ValueError:
        return None, written


def _moment(written: str) -> dt.datetime:
    day, rest = _day(written)
    clock = _CLOCK.fullmatch(rest.removeprefix("T").removeprefix("t").strip()) if rest else None
    wrong = CellFault("is not a time", "Write 2025-01-31 14:30, with a zone such as +08:00 where it is another one.")
    if day is None or (rest and (clock is None or rest[0] not in "Tt \u3000")):
        raise wrong
    if clock is None:
        return dt.datetime(day.year, day.month, day.day, tzinfo=CHINA)
    hour, minute, second, fraction, zone = clock.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        return dt.datetime(
            day.year, day.month, day.day, int(hour), int(minute), int(second or 0), micro, tzinfo=_zone(zone)
        )
    except ValueError:
        raise wrong from None


def _zone(written: str | None) -> dt.tzinfo:
    if written is None:
        return CHINA
    if written in "Zz":
        return dt.UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError(written)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-offset if written[0] == "-" else offset)

"""What one cell says: every way of writing that the workbook allows, and what is a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.clock import CHINA
from graph.ingest import cells
from graph.ingest.cells import Cell, CellFault

RISKS = {"green": "green", "绿": "green", "orange": "orange", "橙": "orange"}


def naive(*parts: int) -> dt.datetime:
    """A time without a zone, as a spreadsheet keeps them."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (that it has none is the point)


# Letters that are no blanks at the ends of a cell and separate no list.
PLAIN = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=";；、"), min_size=1)
BLANKS = st.text(" \t\u3000\u00a0\ufeff\u200b", max_size=3)


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u00a0\u200b", "\ufeff"])
def test_blanks_are_empty(cell: Cell) -> None:
    """A cell with nothing but blanks and invisible characters is not known."""
    assert cells.is_empty(cell)


@pytest.mark.parametrize("cell", ["0", 0.0, False, "-"])
def test_a_value_is_not_empty(cell: Cell) -> None:
    """Zero and no are values."""
    assert not cells.is_empty(cell)


@pytest.mark.parametrize(
    ("cell", "reads"),
    [
        (12.0, "12"),
        (13_800_000_000.0, "13800000000"),
        (12.5, "12.5"),
        (" 一号楼\u3000", "一号楼"),
        ("007", "007"),
        ("12.0", "12.0"),
        (True, "TRUE"),
        (dt.date(2025, 1, 31), "2025-01-31"),
        (naive(2025, 1, 31, 9, 30), "2025-01-31 09:30:00"),
    ],
)
def test_text(cell: Cell, reads: str) -> None:
    """An Excel number 12 reads as "12"; what is text already stays as it stands."""
    assert cells.text(cell) == reads


@given(PLAIN, BLANKS, BLANKS)
def test_text_loses_only_the_blanks_around_it(word: str, before: str, after: str) -> None:
    """Whatever stands in a cell is kept, without what surrounds it."""
    assert cells.text(before + word + after) == word


@given(st.integers(min_value=-(2**53), max_value=2**53))
def test_whole_numbers_of_excel_read_as_they_are_written(number: int) -> None:
    """Excel keeps every number as a double; up to 2^53 the text is exact."""
    assert cells.text(float(number)) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_numbers_as_text_are_the_same_numbers(value: float) -> None:
    """A CSV holds as text what a workbook holds as a number."""
    assert cells.number(str(value)) == cells.number(value) == value


@pytest.mark.parametrize("cell", ["", "三", "1,200", "1_000", "nan", "inf", "0x10", True, dt.date(2025, 1, 1), "12 m"])
def test_no_number(cell: Cell) -> None:
    """What is not clearly a number is a fault."""
    with pytest.raises(CellFault, match="is not a number"):
        cells.number(cell)


def test_a_share_in_percent() -> None:
    """Excel shows 0.5 as 50 %, and its CSV says so."""
    assert cells.number("50%") == cells.number(0.5) == 0.5


@pytest.mark.parametrize(("cell", "fits"), [(0, False), ("0.001", True), (1.0, True), (1.01, False), ("-0.5", False)])
def test_a_range_with_an_open_end(cell: Cell, fits: bool) -> None:
    """A share lies in (0, 1]."""
    if fits:
        assert cells.number_between(cell, 0, 1, above=True) > 0
    else:
        with pytest.raises(CellFault, match="out of range"):
            cells.number_between(cell, 0, 1, above=True)


@pytest.mark.parametrize("cell", [-1.0, 2.5, "三", "1e300"])
def test_no_count(cell: Cell) -> None:
    """Counts are whole and not below 0."""
    with pytest.raises(CellFault):
        cells.whole(cell)


@pytest.mark.parametrize("cell", ["是", "yes", "YES", "True", True, 1.0, "1", " 是 "])
def test_yes(cell: Cell) -> None:
    """Every way to say yes."""
    assert cells.boolean(cell) is True


@pytest.mark.parametrize("cell", ["否", "no", "FALSE", False, 0.0, "0"])
def test_no(cell: Cell) -> None:
    """Every way to say no."""
    assert cells.boolean(cell) is False


@pytest.mark.parametrize("cell", ["也许", "maybe", 2.0, "ja"])
def test_neither_yes_nor_no(cell: Cell) -> None:
    """Anything else is a fault, never a silent no."""
    with pytest.raises(CellFault, match="neither yes nor no"):
        cells.boolean(cell)


@given(st.dates(min_value=dt.date(1900, 3, 1), max_value=dt.date(2200, 1, 1)))
def test_a_day_reads_the_same_in_every_form(day: dt.date) -> None:
    """ISO text, an Excel date, a date with midnight, and what a Chinese spreadsheet writes into a CSV."""
    forms: list[Cell] = [
        day.isoformat(),
        day,
        dt.datetime.combine(day, dt.time()),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.isoformat()} 00:00:00",
    ]
    assert {cells.date(form) for form in forms} == {day.isoformat()}


@pytest.mark.parametrize(
    "cell", ["2025-02-30", "2025-13-01", "昨天", "31.01.2025", "01/31/2025", 45292.0, "2025-01-31x", True, dt.time(9)]
)
def test_no_day(cell: Cell) -> None:
    """A day that does not exist, another order, a number that Excel does not show as a date."""
    with pytest.raises(CellFault, match="is not a date"):
        cells.date(cell)


# 2025-01-31 14:30 in Shanghai is 06:30 in UTC.
HALF_PAST_TWO_MS = int(dt.datetime(2025, 1, 31, 6, 30, tzinfo=dt.UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-31 14:30",
        "2025-01-31T14:30:00",
        "2025-01-31 14:30:00+08:00",
        "2025-01-31T06:30Z",
        "2025-01-31 06:30+00",
        "2025-01-31 01:30-0500",
        "2025/1/31 14:30",
        naive(2025, 1, 31, 14, 30),
        dt.datetime(2025, 1, 31, 6, 30, tzinfo=dt.UTC),
    ],
)
def test_one_moment_in_every_form(cell: Cell) -> None:
    """Without a zone a time is that of Asia/Shanghai."""
    assert cells.time_ms(cell) == HALF_PAST_TWO_MS


@pytest.mark.parametrize("cell", ["2025-01-31", dt.date(2025, 1, 31), naive(2025, 1, 31)])
def test_a_day_alone_is_its_midnight(cell: Cell) -> None:
    """A date alone is 00:00 in Shanghai."""
    assert cells.time_ms(cell) == HALF_PAST_TWO_MS - (14 * 60 + 30) * 60_000


@pytest.mark.parametrize(
    "cell",
    [
        *("2025-01-31 25:00", "2025-01-31 14", "2025-01-31x14:30", "14:30", "2025-01-31 14:30 GMT", "2025-02-30 10:00"),
        *("2025-01-31 14:30+08:99", dt.time(14, 30), 45688.6),
    ],
)
def test_no_moment(cell: Cell) -> None:
    """What names no moment is a fault."""
    with pytest.raises(CellFault, match="is not a time"):
        cells.time_ms(cell)


@given(st.datetimes(min_value=naive(1992, 1, 1), max_value=naive(2200, 1, 1)))
def test_excel_times_and_iso_text_agree(moment: dt.datetime) -> None:
    """To the millisecond, whichever way the time came."""
    exact = cells.epoch_ms(moment.replace(tzinfo=CHINA))
    assert cells.time_ms(moment) == exact
    assert abs(cells.time_ms(moment.isoformat()) - exact) <= 1


@given(st.lists(st.tuples(PLAIN, st.sampled_from([";", "、", "；", " ; "])), min_size=1))
def test_lists(parts: list[tuple[str, str]]) -> None:
    """Entries in the order written, each once, whatever separates them and wherever a separator too many stands."""
    written = "".join(word + separator for word, separator in parts)
    assert cells.names(written) == tuple(dict.fromkeys(word for word, _ in parts))


def test_a_list_of_one_number() -> None:
    """A single id that Excel took for a number."""
    assert cells.names(12.0) == ("12",)


def test_a_list_of_nothing() -> None:
    """Only separators: somebody meant something."""
    with pytest.raises(CellFault, match="without an entry"):
        cells.names(";;")


@pytest.mark.parametrize("cell", ["绿", "green", "GREEN", " Green "])
def test_words_in_both_languages(cell: Cell) -> None:
    """The English key comes out, whichever was written."""
    assert cells.word(cell, RISKS, is_open=False) == "green"


def test_an_unknown_word_of_a_closed_list() -> None:
    """The remedy names every word that may stand there."""
    with pytest.raises(CellFault) as caught:
        cells.word("紫", RISKS, is_open=False)
    assert "绿 green" in caught.value.remedy
    assert "橙 orange" in caught.value.remedy


def test_an_open_list_keeps_other_words() -> None:
    """Known words become keys, others stay as they stand, doubles count once."""
    assert cells.words_of("绿;吸烟、green", RISKS, is_open=True) == ("green", "吸烟")


@pytest.mark.parametrize("read", [cells.number, cells.whole, cells.boolean, cells.date, cells.time_ms])
@given(cell=st.one_of(st.text(min_size=1), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times()))
def test_every_cell_reads_or_is_a_fault(read: Callable[[Cell], Any], cell: Cell) -> None:
    """No cell breaks a reader: there is a value, or a fault that says what to do."""
    try:
        read(cell)
    except CellFault as caught:
        fault = caught
    else:
        return
    assert (fault.problem, fault.remedy) > ("", "")

"""Figures: against a count over the CSV files alone, and what one case moves."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.clock import CHINA
from graph.database import Database
from graph.errors import Refused
from graph.kpi import Figure, last_whole_quarter, measure
from graph.kpi_rules import default_kpis
from tests.graph.coverage_oracle import frozen_now, read_files
from tests.graph.drawn_appeals import counties_with_appeals
from tests.graph.drawn_counties import counties
from tests.graph.emptying import empty
from tests.graph.imported import import_tables, sample_county
from tests.graph.ingest.builders import Tables, a_full_county, with_new
from tests.graph.kpi_oracle import Counted, figures_of

DRAWN = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHANNELS = st.sampled_from(("visit", "venue", "meeting", "online"))


def counted(figures: list[Figure]) -> Counted:
    """Numerator and denominator of each figure, as the oracle says them."""
    return {(figure.kpi.id, figure.channel): (figure.numerator, figure.denominator) for figure in figures}


def check(db: Database, tables: Tables) -> None:
    """All figures of a county equal those counted over its files."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        files = read_files(Path(folder))
    assert counted(measure(db)) == figures_of(files, frozen_now(files))


@DRAWN
@given(tables=counties_with_appeals(), channels=st.lists(CHANNELS, min_size=9, max_size=9))
def test_figures_of_drawn_appeals_equal_the_count_over_the_files(
    db: Database, tables: Tables, channels: list[str]
) -> None:
    """Every channel on its own: reopened, extended, repeated, complained about, late by a minute."""
    appeals = [row | {"channel": channel} for row, channel in zip(tables["appeals"], channels, strict=False)]
    check(db, tables | {"appeals": appeals})


@DRAWN
@given(tables=counties())
def test_figures_of_drawn_households_equal_the_count_over_the_files(db: Database, tables: Tables) -> None:
    """Coverage, cadence rolling and by the calendar, caseload, fairness, reported."""
    check(db, tables)


def test_the_four_pipelines_of_the_sample_stay_four(db: Database, tmp_path: Path) -> None:
    """A twentieth of full size: each pipeline has its own two numbers, scaled, and the platform's no denominator."""
    folder = sample_county(db, tmp_path, households=800, members=68)
    files = read_files(folder / "csv")
    found = counted(measure(db))
    assert found == figures_of(files, frozen_now(files))
    four = ("visit_closed", "visit"), ("venue_solved", "venue"), ("meeting_answered", "meeting")
    report = ((227, 270), (92, 116), (900, 913))
    scale = 800 / 15666
    assert [found[key] for key in four] == [(round(above * scale), round(below * scale)) for above, below in report]
    assert found["online_solved", "online"] == (round(3300 * scale), None)


def a_case(tables: Tables, *kinds: str) -> Tables:
    """One more urgent issue of a meeting, opened an hour before the end, with these steps a minute apart."""
    opened = dt.datetime(2025, 6, 30, 23, 0)  # noqa: DTZ001 (local time, as the sheets write it)
    at = [str(opened + dt.timedelta(minutes=minute)) for minute in range(len(kinds) + 1)]
    case = {"id": "new", "household": "h1", "category": "路灯", "triage": "urgent", "channel": "meeting"}
    tables = with_new(tables, "appeals", **case, opened_at=at[0])
    for seq, kind in enumerate(kinds, start=1):
        tables = with_new(tables, "steps", appeal="new", seq=seq, kind=kind, at=at[seq])
    return tables


def moved(db: Database, folder: Path, tables: Tables, before: Counted) -> Counted:
    """By how much each figure's numerator and denominator moved, of those that did."""
    import_tables(db, folder, tables)
    after = counted(measure(db))
    changes = {
        key: (after[key][0] - above, None if below is None else (after[key][1] or 0) - below)
        for key, (above, below) in before.items()
    }
    return {key: change for key, change in changes.items() if any(change)}


def test_one_case_added_closed_and_reopened_moves_what_is_named_by_one(db: Database, tmp_path: Path) -> None:
    """No other channel and no other figure moves; an open case that still has time counts for no deadline."""
    base = a_full_county()
    import_tables(db, tmp_path / "0", base)
    before = counted(measure(db))
    added = moved(db, tmp_path / "1", a_case(base), before)
    received = {(id_, "meeting"): (0, 1) for id_ in ("meeting_answered", "response", "resolution")}
    assert added == received
    way = ("collect", "accept", "answer", "close")
    closed = moved(db, tmp_path / "2", a_case(base, *way), before)
    won = {(id_, "meeting"): (1, 1) for id_ in ("meeting_answered", "response", "resolution", "on_time", "acceptance")}
    assert closed == won | {("revisit", "meeting"): (0, 1)}
    reopened = moved(db, tmp_path / "3", a_case(base, *way, "accept"), before)
    kept = {(id_, "meeting"): (1, 1) for id_ in ("response", "acceptance")}
    assert reopened == kept | {(id_, "meeting"): (0, 1) for id_ in ("meeting_answered", "resolution")}


def test_values_and_rounding(db: Database, tmp_path: Path) -> None:
    """A share in per cent, a difference, a ratio; nothing to divide by is no value."""
    import_tables(db, tmp_path, a_full_county())
    values = {figure.kpi.id: figure.value for figure in measure(db) if figure.channel in (None, "visit")}
    assert (values["household_coverage"], values["fairness_range"], values["caseload"]) == (33.3, 1, 0.5)
    assert values["satisfaction"] is None
    assert {figure.kpi.version for figure in measure(db, ["caseload"])} == {default_kpis()["caseload"].version}


def test_an_unknown_figure_is_refused(db: Database, tmp_path: Path) -> None:
    """With those that are meant."""
    import_tables(db, tmp_path, a_full_county())
    with pytest.raises(Refused, match="Did you mean acceptance"):
        measure(db, ["acceptence"])


@pytest.mark.parametrize(
    ("now", "quarter"),
    [
        ("2026-09-30T23:59:59.999", ("2026-07-01", "2026-10-01")),  # the end of a day is the end of its quarter
        ("2026-09-30T12:00:00", ("2026-04-01", "2026-07-01")),
        ("2026-01-01T00:00:00", ("2025-10-01", "2026-01-01")),
        ("2024-05-31T08:00:00", ("2024-01-01", "2024-04-01")),
    ],
)
def test_the_last_whole_quarter(now: str, quarter: tuple[str, str]) -> None:
    """Of the calendar, in the county's zone."""
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=CHINA)
    begin, end = last_whole_quarter(round(moment.timestamp() * 1000))
    found = tuple(dt.datetime.fromtimestamp(ms / 1000, CHINA).isoformat() for ms in (begin, end))
    assert found == tuple(f"{day}T00:00:00+08:00" for day in quarter)

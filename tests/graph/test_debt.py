"""Coverage debt: by hand, and against a count over the CSV files alone."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.coverage import find_gaps
from graph.database import Database
from graph.debt import coverage_debt, owed_visits
from tests.graph.coverage_oracle import PRIORITY_VISITS, QUARTER, VISITS, Files, frozen_now, read_files
from tests.graph.drawn_counties import counties
from tests.graph.emptying import empty
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables, a_county, with_new, with_row
from tests.graph.kpi_oracle import YES, time_of

FROZEN = [{"key": "as_of", "value": "2025-06-30"}, {"key": "frozen", "value": "是"}]


def owed_by_hand(files: Files, at: dt.datetime, now: dt.datetime) -> dict[str, int]:
    """Visits owed at a moment, by class, from the rows of the files."""
    needy = {row["household"] for row in files["persons"] if row.get("priority", "").lower() in YES}
    owed = dict.fromkeys(("green", "blue", "yellow", "orange"), 0)
    for row in files["households"]:
        visits = VISITS[row["risk"]]
        if row.get("priority", "").lower() in YES or row["id"] in needy:
            visits = max(visits, PRIORITY_VISITS)
        times = [time_of(visit["at"]) for visit in files["visits"] if visit["household"] == row["id"]]
        been = [time for time in times if time <= at]
        if not [time for time in times if time <= now]:
            owed[row["risk"]] += 1
        elif been and (at - max(been)) * visits > QUARTER:
            owed[row["risk"]] += (at - max(been)) * visits // QUARTER
    return owed


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=counties())
def test_debt_of_drawn_counties_equals_the_count_over_the_files(db: Database, tables: Tables) -> None:
    """Week by week and class by class; the last week is what the gaps say is missed."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        files = read_files(Path(folder))
    now = frozen_now(files) - dt.timedelta(milliseconds=1)
    debt = coverage_debt(db)
    past = [week for week in debt.weeks if not week.forecast]
    ends = [now - dt.timedelta(weeks=back) for back in range(12, -1, -1)]
    assert [week.owed for week in past] == [owed_by_hand(files, end, now) for end in ends]
    gaps = find_gaps(db, causes=["overdue_visit", "never_visited"])
    assert debt.now.owed_in_all == sum(gap.facts["visits_missed"] for gap in gaps)
    assert debt.minutes == sum(gap.minutes_missed for gap in gaps)


def test_pace_and_forecast_by_hand(db: Database, tmp_path: Path) -> None:
    """h1 orange, visited 92 days ago: 6 visits owed. h2 and h3 green, visited this week.

    Due a week: orange 6/13, green 2/13. Pace: orange 0 (its visit is older than a quarter), green 2/13. So green stays
    at nothing and orange grows by 6/13 a week.
    """
    tables = with_row(a_county(), "households", risk="orange") | {"about": FROZEN}
    for number, at in enumerate(("2025-03-31", "2025-06-29", "2025-06-29"), start=1):
        tables = with_new(tables, "visits", id=f"w{number}", member="m1", household=f"h{number}", at=at)
    import_tables(db, tmp_path, tables)
    debt = coverage_debt(db, weeks_back=1, weeks_ahead=2)
    assert [week.ends_on for week in debt.weeks] == ["2025-06-23", "2025-06-30", "2025-07-07", "2025-07-14"]
    assert (debt.now.owed["orange"], debt.now.owed_in_all, debt.minutes) == (6, 6, 180)
    assert debt.now.made == {"green": 2, "blue": 0, "yellow": 0, "orange": 0}
    assert debt.pace["green"] == pytest.approx(2 / 13)
    assert debt.due == pytest.approx({"green": 2 / 13, "blue": 0, "yellow": 0, "orange": 6 / 13})
    assert [week.owed["orange"] for week in debt.weeks[2:]] == pytest.approx([6 + 6 / 13, 6 + 12 / 13])
    assert debt.weeks[-1].owed["green"] == 0


@pytest.mark.parametrize(("waited", "owed"), [(90, 0), (91, 0), (92, 1), (182, 2), (183, 2)])
def test_owed_visits_of_a_green_household(waited: int, owed: int) -> None:
    """Not overdue after exactly 91 days; twice the cadence is two."""
    assert owed_visits(waited, 1, 91) == owed

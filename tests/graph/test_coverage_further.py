"""Gaps of papers, centre households, venues, teams and lone elders, each case by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.coverage import find_gaps
from graph.database import Database
from graph.debt import coverage_debt
from graph.gap_rules import default_gap_rules
from graph.ingest.run import Options, import_county, read_file
from graph.kpi import measure
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import a_county, sheets_of, with_new, with_row, without, write_folder
from tests.graph.test_coverage import gaps_in

METRES_A_DEGREE = 6_371_008.8 * 3.141592653589793 / 180
REACH_M = 30 * 70 / 1.3  # half an hour one way, with the detour


def test_papers_are_missing_where_the_household_says_so(db: Database, tmp_path: Path) -> None:
    """h1 says no to both, h2 yes; h3's empty cells say nothing."""
    tables = with_row(a_county(), "households", 0, profile="否", contact_record="否")
    tables = with_row(tables, "households", 1, profile="是", contact_record="是")
    import_tables(db, tmp_path, with_new(tables, "links", member="m1", household="h1"))
    found = find_gaps(db, causes=["profile_missing", "record_missing"])
    assert [(gap.cause, gap.household, gap.mended_by, gap.facts["served_by"]) for gap in found] == [
        ("profile_missing", "h1", "profile", "m1"),
        ("record_missing", "h1", "record", "m1"),
    ]


@pytest.mark.parametrize(
    ("post", "gap"),
    [
        ({"kind": "centre_household", "member": "m1"}, False),
        ({"kind": "centre_household"}, True),  # vacant
        ({"kind": "building_head", "member": "m1"}, True),  # another post
    ],
)
@pytest.mark.parametrize("status", ["active", "left"])  # a holder who is gone is no vacancy
def test_no_centre_household(db: Database, tmp_path: Path, post: dict[str, str], gap: bool, status: str) -> None:
    """b1 with one post."""
    tables = with_new(with_row(a_county(), "members", status=status), "posts", id="q1", title="户", of="b1", **post)
    assert gaps_in(db, tmp_path, tables, "no_centre_household") == (
        [("no_centre_household", None, None, None, None, "b1")] * gap
    )


@pytest.mark.parametrize(("metres_off", "gap"), [(-2.0, False), (3.0, True)])
def test_a_venue_is_in_reach_up_to_half_an_hour_on_foot(
    db: Database, tmp_path: Path, metres_off: float, gap: bool
) -> None:
    """A venue due north, at 30 minutes less two metres and more three: minutes are rounded to a twentieth."""
    lat = 27.7 + (REACH_M + metres_off) / METRES_A_DEGREE
    tables = with_new(a_county(), "venues", id="v1", name="厅", lon=117.06, lat=lat)
    found = gaps_in(db, tmp_path, tables, "no_venue_in_reach")
    assert [key[1] for key in found] == ["h1", "h2", "h3"] * gap


def test_how_far_the_nearest_venue_is(db: Database, tmp_path: Path) -> None:
    """v2 is 3,000 m off: 55.71 minutes; v1 farther; v3 has no place. A longer reach mends it, covering g1 does not."""
    for_metres = [27.7 + metres / METRES_A_DEGREE for metres in (5000, 3000)]
    tables = a_county()
    for number, lat in enumerate(for_metres, start=1):
        tables = with_new(tables, "venues", id=f"v{number}", name="厅", lon=117.06, lat=lat, grids="g1")
    import_tables(db, tmp_path, with_new(tables, "venues", id="v3", name="厅"))
    gap = find_gaps(db, causes=["no_venue_in_reach"])[0]
    assert gap.facts["nearest_venue"] == "v2"
    assert gap.facts["minutes_to_venue"] == pytest.approx(3000 * 1.3 / 70, abs=0.06)
    far = replace(default_gap_rules(), venue_reach_minutes=60)
    assert find_gaps(db, causes=["no_venue_in_reach"], gap_rules=far) == []


def test_without_any_venue_none_is_in_reach(db: Database, tmp_path: Path) -> None:
    """Every household is a gap, and nothing is said of the nearest."""
    assert len(gaps_in(db, tmp_path, a_county(), "no_venue_in_reach")) == 3
    assert "nearest_venue" not in find_gaps(db, causes=["no_venue_in_reach"])[0].as_json()


@pytest.mark.parametrize(("covered", "gaps"), [("g1", ["g2"]), ("L", ["g2"]), ("g1;g2", []), (None, ["g1", "g2"])])
def test_a_team_covers_what_lies_below(db: Database, tmp_path: Path, covered: str | None, gaps: list[str]) -> None:
    """g1 lies in L, g2 directly in the county and has no household: it is a gap all the same."""
    tables = with_new(with_row(a_county(), "grids", parent="L"), "grids", id="L", name="大", level="large")
    tables = with_new(tables, "grids", id="g2", name="微二", level="micro")
    tables = with_new(tables, "teams", id="t1", name="队", grids=covered)
    assert [key[4] for key in gaps_in(db, tmp_path, tables, "no_team_covers")] == gaps


def test_a_lone_elder_needs_two_active_members_paired_with_the_household(db: Database, tmp_path: Path) -> None:
    """h1 has two watchers, h2 one active and one on leave, h3 only somebody who knows it; h4 has no lone elder."""
    tables = with_new(a_county(), "members", id="m2", name="李五", department="d1", status="active")
    tables = with_new(tables, "members", id="m3", name="赵六", department="d1", status="leave")
    tables = with_new(tables, "households", id="h4", building="b1", risk="green")
    for number in (1, 2, 3):
        tables = with_new(tables, "persons", id=f"p{number}", household=f"h{number}", needs="独居老人;frail")
    tables = with_new(tables, "persons", id="p4", household="h4", needs="frail")
    pairs = [("m1", "h1", "paired"), ("m2", "h1", "paired"), ("m1", "h2", "paired"), ("m3", "h2", "paired")]
    for member, household, kind in [*pairs, ("m1", "h3", "knows")]:
        tables = with_new(tables, "ties", member=member, household=household, kind=kind)
    import_tables(db, tmp_path, tables)
    found = find_gaps(db, causes=["lone_elder_unwatched"])
    told = [
        (gap.household, gap.facts["persons"], gap.facts["watchers"], gap.facts["watchers_missing"]) for gap in found
    ]
    assert told == [("h2", ["p2"], ["m1"], 1), ("h3", ["p3"], [], 2)]
    one = replace(default_gap_rules(), watchers=1)
    assert [gap.household for gap in find_gaps(db, causes=["lone_elder_unwatched"], gap_rules=one)] == ["h3"]


def test_a_household_that_is_closed_is_nobodys_gap(db: Database, tmp_path: Path) -> None:
    """h3 is gone from the file; the file has no sheet of persons any more, so that its lone elder is still there.

    m1 serves h1 and h2 alone, in gaps of the county, of a grid, and in figures.
    """
    tables = with_row(a_county(), "members", min_households=3)
    for household in ("h1", "h2", "h3"):
        tables = with_new(tables, "links", member="m1", household=household)
        tables = with_new(tables, "visits", id=f"w-{household}", member="m1", household=household, at="2025-01-01")
    with_elder = with_new(tables, "persons", id="p1", household="h3", needs="lone_elder")
    import_tables(db, tmp_path / "before", with_elder)
    assert [gap.household for gap in find_gaps(db, causes=["lone_elder_unwatched"])] == ["h3"]
    files = without(without(without(tables, "households", 2), "links", 2), "visits", 2)
    folder = tmp_path / "after"
    write_folder(folder, sheets_of(files, language="english"))
    import_county(db, folder, read_file(folder), options=Options(close_missing=True))
    for grid in (None, "g1"):
        found = find_gaps(db, grid=grid)
        assert "h3" not in {gap.household for gap in found}
        assert [gap.facts["households"] for gap in found if gap.cause == "too_few"] == [2]
    figures = {figure.kpi.id: (figure.numerator, figure.denominator) for figure in measure(db)}
    assert figures["household_coverage"] == (2, 2)
    assert figures["fairness_range"] == (2, 2)
    assert coverage_debt(db).now.owed["green"] == sum(
        g.facts["visits_missed"] for g in found if "last_visit" in g.facts
    )

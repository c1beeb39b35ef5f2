"""Gaps of a grid and all below it, and of a day that is over."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from graph.coverage import find_gaps
from graph.database import Database
from graph.versions import LinkRow, write_links_step
from tests.graph.coverage_oracle import frozen_now, gaps_of, inside, read_files
from tests.graph.drawn_counties import counties
from tests.graph.emptying import empty
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables, a_county, with_new, with_row
from tests.graph.test_coverage import keys_of, served

DAY_MS = 86_400_000
FIRST_DAY_MS = 1_704_067_200_000  # 2024-01-01 08:00 in the county


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=counties())
def test_every_subtree_has_the_gaps_that_lie_in_it(db: Database, tables: Tables) -> None:
    """For each grid of any level: the county's gaps whose household, member, post or micro-grid belongs to it."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        files = read_files(Path(folder))
    every = gaps_of(files, frozen_now(files))
    for grid in ("county", "L1", "S1", "g0"):
        assert set(keys_of(find_gaps(db, grid=grid))) == inside(files, every, grid), grid


def test_a_household_lies_in_its_own_grid_and_not_in_its_buildings(db: Database, tmp_path: Path) -> None:
    """h4 stands in b1 of g1 and says g2: it is a gap of g2 alone, and its path says so."""
    tables = with_new(served(a_county()), "grids", id="g2", name="二号", level="micro")
    tables = with_new(tables, "households", id="h4", building="b1", grid="g2", risk="green")
    import_tables(db, tmp_path, tables)
    assert find_gaps(db, grid="g1", causes=["no_member"]) == []
    [gap] = find_gaps(db, grid="g2", causes=["no_member"])
    assert (gap.household, gap.path) == ("h4", ("county", "g2"))


def test_a_member_belongs_where_he_serves_and_without_households_where_he_lives(db: Database, tmp_path: Path) -> None:
    """m1 lives in g1 and serves h4 in g2; m2 lives in g1 and serves nobody. Both have too few."""
    tables = with_new(a_county(), "grids", id="g2", name="二号", level="micro")
    tables = with_new(tables, "households", id="h4", building="b1", grid="g2", risk="green")
    tables = with_new(tables, "members", id="m2", name="李五", department="d1", status="active", home="b1")
    tables = with_new(tables, "links", member="m1", household="h4")
    import_tables(db, tmp_path, tables)
    assert [gap.member for gap in find_gaps(db, grid="g1", causes=["too_few"])] == ["m2"]
    assert [gap.member for gap in find_gaps(db, grid="g2", causes=["too_few"])] == ["m1"]
    assert [gap.member for gap in find_gaps(db, causes=["too_few"])] == ["m1", "m2"]


def test_a_post_lies_where_its_owner_does(db: Database, tmp_path: Path) -> None:
    """o1 governs L, o2 stands below it and governs nothing, o3 neither; b1 stands in g1 of L."""
    tables = with_row(a_county(), "grids", parent="L")
    tables = with_new(
        with_new(tables, "grids", id="L", name="城区", level="large"), "grids", id="R", name="外", level="large"
    )
    tables = with_new(tables, "organisations", id="o1", name="党工委", kind="work_committee", grid="L")
    tables = with_new(tables, "organisations", id="o2", name="业委会", kind="owners_committee", parent="o1")
    tables = with_new(tables, "organisations", id="o3", name="物业", kind="property_company")
    for owner in ("o1", "o2", "o3", "b1", "g1"):
        tables = with_new(tables, "posts", id=f"q-{owner}", title="长", of=owner, kind="other")
    import_tables(db, tmp_path, tables)
    vacant = {
        grid: [gap.post for gap in find_gaps(db, grid=grid, causes=["post_vacant"])]
        for grid in ("county", "L", "g1", "R")
    }
    assert vacant == {
        "county": ["q-b1", "q-g1", "q-o1", "q-o2", "q-o3"],
        "L": ["q-b1", "q-g1", "q-o1", "q-o2"],
        "g1": ["q-b1", "q-g1"],
        "R": [],
    }


def test_gaps_at_a_day_use_the_links_of_that_day(db: Database, tmp_path: Path) -> None:
    """January 1: h1 alone; January 3: h1 and h2; then h2 alone. Since when is the day on which it ended."""
    import_tables(db, tmp_path, a_county())
    for step, (day, households) in enumerate([(0, ["h1"]), (2, ["h1", "h2"]), (4, ["h2"])], start=1):
        links = [LinkRow("m1", household) for household in households]
        at_ms = FIRST_DAY_MS + day * DAY_MS
        write_links_step(db, step=f"i-{step}0", kind="import", at_ms=at_ms, links=links, replace_all=True)
    on = {
        day: [g.household for g in find_gaps(db, causes=["no_member"], at=day)] for day in ("2024-01-02", "2024-01-03")
    }
    assert on == {"2024-01-02": ["h2", "h3"], "2024-01-03": ["h3"]}
    now = {gap.household: gap.since for gap in find_gaps(db, causes=["no_member"])}
    assert now == {"h1": "2024-01-05T08:00:00+08:00", "h3": None}

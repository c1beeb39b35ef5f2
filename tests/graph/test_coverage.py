"""Gaps by cause, against a count over the CSV files alone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.coverage import CAUSES, count_by_cause, find_gaps, posts_with_inactive_holder
from graph.database import Database
from graph.errors import Refused
from graph.gap import Gap, households_with_gaps
from tests.graph.coverage_oracle import GapKey, frozen_now, gaps_of, read_files
from tests.graph.drawn_counties import counties
from tests.graph.emptying import empty
from tests.graph.imported import import_tables, sample_county
from tests.graph.ingest.builders import Tables, a_county, with_new, with_row
from tests.graph.small_county import change

FROZEN = [{"key": "as_of", "value": "2025-06-30"}, {"key": "frozen", "value": "是"}]


def keys_of(gaps: Iterable[Gap]) -> list[GapKey]:
    """What each gap is, as the oracle says it."""
    return [(gap.cause, gap.household, gap.member, gap.post, gap.grid, gap.building) for gap in gaps]


def gaps_in(db: Database, folder: Path, tables: Tables, cause: str) -> list[GapKey]:
    """Import a county and ask for one cause."""
    import_tables(db, folder, tables)
    return keys_of(find_gaps(db, causes=[cause]))


def served(tables: Tables, member: str = "m1", **link: object) -> Tables:
    """The county of a_county() with all of its three households linked to a member."""
    for household in tables["households"]:
        tables = with_new(tables, "links", member=member, household=household["id"], **link)
    return tables


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=counties())
def test_all_causes_of_drawn_counties_equal_the_count_over_the_files(db: Database, tables: Tables) -> None:
    """Every cause finds exactly the gaps that plain Python finds in the CSV files, each once."""
    with tempfile.TemporaryDirectory() as folder:
        empty(db)
        import_tables(db, Path(folder), tables)
        files = read_files(Path(folder))
    found = keys_of(find_gaps(db))
    assert len(found) == len(set(found))
    assert set(found) == gaps_of(files, frozen_now(files))


def test_a_medium_county_equals_what_was_planted_in_it(db: Database, tmp_path: Path) -> None:
    """The sample of 800 households: planted.json cause by cause, and the count over its CSV files."""
    folder = sample_county(db, tmp_path, households=800, members=68)
    planted = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
    found = find_gaps(db)
    for cause in CAUSES.values():
        rows = [{key: getattr(gap, key) for key in cause.ids} for gap in found if gap.cause == cause.name]
        assert rows == sorted(planted[cause.name], key=lambda row: tuple(row.values())), cause.name
    files = read_files(folder / "csv")
    assert set(keys_of(found)) == gaps_of(files, frozen_now(files))


def test_no_member(db: Database, tmp_path: Path) -> None:
    """Three households, two of them linked: one gap."""
    tables = with_new(a_county(), "links", member="m1", household="h1")
    tables = with_new(tables, "links", member="m1", household="h3")
    assert gaps_in(db, tmp_path, tables, "no_member") == [("no_member", "h2", None, None, None, None)]


def test_member_inactive_counts_leave_and_left(db: Database, tmp_path: Path) -> None:
    """m1 is active, m2 on leave, m3 gone: h2 and h3 are gaps, each with its member."""
    tables = with_new(a_county(), "members", id="m2", name="李五", department="d1", status="leave")
    tables = with_new(tables, "members", id="m3", name="赵六", department="d1", status="left")
    for number in (1, 2, 3):
        tables = with_new(tables, "links", member=f"m{number}", household=f"h{number}")
    assert gaps_in(db, tmp_path, tables, "member_inactive") == [
        ("member_inactive", "h2", "m2", None, None, None),
        ("member_inactive", "h3", "m3", None, None, None),
    ]


@pytest.mark.parametrize(
    ("least", "most", "few", "many"),
    [
        (None, None, True, False),  # 3 < 5, the rules' least
        (3, None, False, False),  # his own least is met
        (0, 2, False, True),  # 3 > 2
        (None, 5, True, False),  # the missing half is the rules': 3 < 5
        (0, 0, False, True),  # a bound of 0 is a bound
    ],
)
def test_own_bounds_go_before_the_rules(
    db: Database, tmp_path: Path, least: int | None, most: int | None, few: bool, many: bool
) -> None:
    """One member with three households; half of the bounds may be his own."""
    tables = with_row(served(a_county()), "members", min_households=least, max_households=most)
    import_tables(db, tmp_path, tables)
    found = keys_of(find_gaps(db, causes=["too_few", "too_many"]))
    gap = [("too_few", None, "m1", None, None, None)] * few + [("too_many", None, "m1", None, None, None)] * many
    assert found == gap


def test_a_member_without_any_household_has_too_few(db: Database, tmp_path: Path) -> None:
    """None at all counts; a member who is not active does not."""
    tables = with_new(a_county(), "members", id="m2", name="李五", department="d1", status="left")
    assert gaps_in(db, tmp_path, tables, "too_few") == [("too_few", None, "m1", None, None, None)]


@pytest.mark.parametrize(
    ("risk", "priority", "at", "overdue"),
    [
        ("green", None, "2025-04-01 00:00", False),  # 91 days before the end of June 30: not more than 91
        ("green", None, "2025-03-31 23:59", True),
        ("orange", None, "2025-06-15 20:00", False),  # 91/6 days = 15 days and 4 hours
        ("orange", None, "2025-06-15 19:59", True),
        ("green", "是", "2025-05-31 16:00", False),  # priority: three visits, 91/3 days = 30 days and 8 hours
        ("green", "是", "2025-05-31 15:59", True),
        ("green", None, "2025-07-01 08:00", None),  # has not been yet
    ],
)
def test_overdue_and_never_visited(
    db: Database, tmp_path: Path, risk: str, priority: str | None, at: str, overdue: bool | None
) -> None:
    """h1 has one visit; h2 and h3 have none."""
    tables = with_row(a_county(), "households", risk=risk, priority=priority) | {"about": FROZEN}
    tables = with_new(tables, "visits", id="w1", member="m1", household="h1", at=at)
    import_tables(db, tmp_path, tables)
    found = keys_of(find_gaps(db, causes=["overdue_visit", "never_visited"]))
    late = [("overdue_visit", "h1", None, None, None, None)] if overdue else []
    never = [household for household in ("h1", "h2", "h3") if household != "h1" or overdue is None]
    assert found == late + [("never_visited", household, None, None, None, None) for household in never]


def test_a_priority_person_makes_a_priority_household(db: Database, tmp_path: Path) -> None:
    """Green with a priority person: 40 days without a visit are too many, without that person they are not."""
    tables = with_new(a_county() | {"about": FROZEN}, "visits", id="w1", member="m1", household="h1", at="2025-05-22")
    tables = with_new(tables, "visits", id="w2", member="m1", household="h2", at="2025-05-22")
    tables = with_new(tables, "persons", id="p1", household="h1", priority="是")
    tables = with_new(tables, "persons", id="p2", household="h2", priority="否")
    assert gaps_in(db, tmp_path, tables, "overdue_visit") == [("overdue_visit", "h1", None, None, None, None)]


def test_how_bad_an_overdue_visit_is(db: Database, tmp_path: Path) -> None:
    """Yellow: 30 days 8 hours between visits. 92 days ago: 3 visits missed (60 min), overdue for 61 days 16 h."""
    tables = with_row(served(a_county()), "households", risk="yellow") | {"about": FROZEN}
    tables = with_new(tables, "visits", id="w1", member="m1", household="h1", at="2025-03-31")
    import_tables(db, tmp_path, tables)
    gap = find_gaps(db, causes=["overdue_visit"])[0]
    assert gap.since == "2025-04-30T08:00:00+08:00"
    assert (gap.facts["visits_missed"], gap.facts["minutes_missed"], gap.facts["days_overdue"]) == (3, 60.0, 61.7)
    assert gap.facts["served_by"] == "m1"


def test_a_county_that_is_not_frozen_lives_now(db: Database, tmp_path: Path) -> None:
    """The same visit is overdue or not by the clock, whatever day the data are of."""
    not_frozen = [{"key": "as_of", "value": "2025-06-30"}, {"key": "frozen", "value": "否"}]
    tables = with_new(
        a_county() | {"about": not_frozen}, "visits", id="w1", member="m1", household="h1", at="2025-06-29"
    )
    import_tables(db, tmp_path, tables)
    assert keys_of(find_gaps(db, causes=["overdue_visit"])) == [("overdue_visit", "h1", None, None, None, None)]
    assert find_gaps(db, causes=["overdue_visit"], at="2025-07-15") == []


@pytest.mark.parametrize(
    ("since", "issued", "stale"),
    [
        ("2025-01-02", "2025-01-01", True),
        ("2025-01-02", "2025-01-02", False),
        ("2025-01-02", None, False),
        (None, "2025-01-01", False),
    ],
)
def test_card_stale(db: Database, tmp_path: Path, since: str | None, issued: str | None, stale: bool) -> None:
    """Issued before the link began; a date that is not known is no gap."""
    tables = with_new(a_county(), "links", member="m1", household="h1", since=since, card_issued_on=issued)
    assert gaps_in(db, tmp_path, tables, "card_stale") == [("card_stale", "h1", "m1", None, None, None)] * stale


def test_a_post_whose_holder_is_gone_is_shown_and_not_vacant(db: Database, tmp_path: Path) -> None:
    """q1 is vacant; q2 is held by somebody who left."""
    tables = with_row(a_county(), "members", status="left")
    tables = with_new(tables, "posts", id="q1", title="网格长", of="g1", kind="grid_head")
    tables = with_new(tables, "posts", id="q2", title="楼栋长", of="b1", kind="building_head", member="m1")
    assert gaps_in(db, tmp_path, tables, "post_vacant") == [("post_vacant", None, None, "q1", None, None)]
    shown = [(row["post"], row["member"], row["status"]) for row in posts_with_inactive_holder(db)]
    assert shown == [("q2", "m1", "left")]


def test_grid_without_member(db: Database, tmp_path: Path) -> None:
    """g1 has three households of a member who left, g2 nobody at all, g3 one household of an active member."""
    tables = with_row(served(a_county()), "members", status="left")
    tables = with_new(tables, "members", id="m2", name="李五", department="d1", status="active")
    for grid in ("g2", "g3"):
        tables = with_new(tables, "grids", id=grid, name=grid, level="micro")
    tables = with_new(tables, "households", id="h4", building="b1", grid="g3", risk="green")
    tables = with_new(tables, "links", member="m2", household="h4")
    assert gaps_in(db, tmp_path, tables, "grid_without_member") == [
        ("grid_without_member", None, None, None, "g1", None)
    ]


def test_a_household_with_three_causes_is_one_household(db: Database, tmp_path: Path) -> None:
    """h1: its member left, the card is stale, nobody ever came. Both numbers are told."""
    tables = with_row(a_county(), "members", status="left")
    tables = with_new(tables, "links", member="m1", household="h1", since="2025-01-02", card_issued_on="2025-01-01") | {
        "households": a_county()["households"][:1]
    }
    import_tables(db, tmp_path, tables)
    found = find_gaps(db, causes=["member_inactive", "card_stale", "never_visited"])
    assert len(found) == 3
    assert households_with_gaps(found) == 1
    assert sum(count_by_cause(found).values()) == 3


def test_links_of_another_version_are_not_seen(db: Database, tmp_path: Path) -> None:
    """The county's version alone says which links there are: at version 0 nobody serves anybody."""
    import_tables(db, tmp_path, served(a_county()))
    assert find_gaps(db, causes=["no_member"]) == []
    change(db, "County", "county", version=0)
    assert len(find_gaps(db, causes=["no_member"])) == 3


def test_an_unknown_grid_is_refused_in_words(db: Database, tmp_path: Path) -> None:
    """A name in place of an id is answered with the id."""
    import_tables(db, tmp_path, a_county())
    with pytest.raises(Refused, match="g1 is 一号微网格"):
        find_gaps(db, grid="一号微网格")
    with pytest.raises(Refused, match="no grid 'zzz' among the 2 grids"):
        find_gaps(db, grid="zzz")


def test_without_a_county_it_says_how_to_get_one(db: Database) -> None:
    """An empty graph is no county without gaps."""
    with pytest.raises(Refused, match="lianhu import"):
        find_gaps(db)

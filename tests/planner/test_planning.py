"""Planning the graph's county: from the links of today to a draft, and what a plan mends once it is approved."""

from __future__ import annotations

from pathlib import Path

from graph.coverage import find_gaps
from graph.database import Database
from graph.plans import Change, get_plan, list_plans, plan_changes
from planner.approval import approve_plan
from planner.checks import recount
from planner.planning import CountyPlan, plan_county, todays_assignment
from planner.service import SolveOptions
from tests.graph.imported import import_tables, sample_county
from tests.graph.ingest.builders import Tables, a_county
from tests.planner.test_from_graph import a_divided_county

LITTLE = SolveOptions(work=2_000)
MENDED = ("no_member", "member_inactive", "too_few", "too_many", "grid_without_member")
NOT_MENDED = ("overdue_visit", "never_visited", "post_vacant")


def without_bounds(tables: Tables) -> Tables:
    """Everybody may have any number of households, up to 15."""
    return tables | {"members": [row | {"min_households": 0} for row in tables["members"]]}


def planned(db: Database, folder: Path, grid: str | None = None) -> CountyPlan:
    """The divided county, imported and planned."""
    import_tables(db, folder, without_bounds(a_divided_county()))
    return plan_county(db, LITTLE, grid=grid)


def test_a_plan_is_kept_as_a_draft_with_what_it_changes(db: Database, tmp_path: Path) -> None:
    """Every household has a legal member; the draft holds the changed ones alone, and is based on version 1."""
    made = planned(db, tmp_path)
    stored = get_plan(db, made.id or "")
    assert (stored.id, stored.status, stored.based_on, stored.grid) == ("p-1", "draft", 1, None)
    assert stored.objective == made.plan.objective
    assert recount(made.problem.instance, made.plan.assignment).broken == []
    changes = plan_changes(db, stored)
    assert changes == list(made.changes)
    today = {home.id: home.current for home in made.problem.instance.households}
    after = today | {change.household: change.member for change in changes}
    assert after == made.plan.assignment
    assert all(change.before != change.member for change in changes)


def test_a_change_is_forced_where_nobody_could_stay(db: Database, tmp_path: Path) -> None:
    """h5's member left, h7 and h8 have nobody; m3 lives far from h4 but could have kept it."""
    changes = {change.household: change for change in planned(db, tmp_path).changes}
    assert (changes["h5"].before, changes["h5"].forced) == ("m5", True)
    assert (changes["h7"].before, changes["h7"].forced) == (None, True)
    assert changes["h4"] == Change("h4", changes["h4"].member, "m3", forced=False)


def test_moves_are_limited(db: Database, tmp_path: Path) -> None:
    """With no move allowed only the three that must change do, and the draft says so."""
    import_tables(db, tmp_path, without_bounds(a_divided_county()))
    made = plan_county(db, SolveOptions(work=2_000, max_moves=0))
    assert sorted(change.household for change in made.changes) == ["h5", "h7", "h8"]
    stored = get_plan(db, "p-1")
    assert (stored.moves, stored.forced, stored.max_moves) == (0, 1, 0)


def test_a_part_of_the_county_is_planned_without_the_rest(db: Database, tmp_path: Path) -> None:
    """g1: of its households those of m1, m3, the one of m5 who left, and the one of nobody; m2 keeps his."""
    made = planned(db, tmp_path, grid="g1")
    assert sorted(made.plan.assignment) == ["h1", "h4", "h5", "h7"]
    assert set(made.plan.assignment.values()) <= {"m1", "m3"}
    assert get_plan(db, "p-1").grid == "g1"
    approve_plan(db, "p-1")
    assert [gap.household for gap in find_gaps(db, grid="g1", causes=["no_member", "member_inactive"])] == []
    assert [gap.household for gap in find_gaps(db, causes=["no_member"])] == ["h8"]


def test_without_a_plan_nothing_is_kept(db: Database, tmp_path: Path) -> None:
    """One member who needs 5 households, and 3 there are: said why, no draft."""
    import_tables(db, tmp_path, a_county())
    made = plan_county(db, LITTLE)
    assert (made.id, made.plan.status, made.changes) == (None, "infeasible", ())
    assert [cause.kind for cause in made.plan.causes] == ["too_few_households"]
    assert list_plans(db) == []


def test_today_counts_only_members_of_the_problem(db: Database, tmp_path: Path) -> None:
    """h5's member left and h7, h8 have nobody: five of eight households are served today."""
    made = planned(db, tmp_path)
    assert sorted(todays_assignment(made.problem.instance)) == ["h1", "h2", "h3", "h4", "h6"]
    assert sum(broken.rule == "assignment" for broken in made.today.broken) == 3


def test_a_stale_card_of_a_link_that_stays_is_still_stale(db: Database, tmp_path: Path) -> None:
    """h1 may not move and keeps its old card; h5 goes to another member, and its new link has no card yet."""
    tables = without_bounds(a_divided_county())
    stale = {"since": "2025-01-02", "card_issued_on": "2025-01-01"}
    links = [link | (stale if link["household"] in ("h1", "h5") else {}) for link in tables["links"]]
    import_tables(db, tmp_path, tables | {"links": links})
    assert [gap.household for gap in find_gaps(db, causes=["card_stale"])] == ["h1", "h5"]
    plan_county(db, SolveOptions(work=2_000, max_moves=0))
    approve_plan(db, "p-1")
    assert [gap.household for gap in find_gaps(db, causes=["card_stale"])] == ["h1"]


def test_an_approved_plan_mends_the_links_and_nothing_else(db: Database, tmp_path: Path) -> None:
    """On a sample: gaps of links are gone; visits, posts, and the stale cards of links that stay are still there."""
    sample_county(db, tmp_path, households=800, members=68)
    before = find_gaps(db)
    made = plan_county(db, LITTLE)
    approve_plan(db, made.id or "")
    after = find_gaps(db)
    assert {gap.cause for gap in before} >= {*MENDED[:4], *NOT_MENDED, "card_stale"}
    assert [gap for gap in after if gap.cause in MENDED] == []
    for cause in NOT_MENDED:
        assert [gap.ids for gap in after if gap.cause == cause] == [gap.ids for gap in before if gap.cause == cause]
    changed = {change.household for change in made.changes}
    stale = [gap.ids for gap in before if gap.cause == "card_stale" and gap.household not in changed]
    assert [gap.ids for gap in after if gap.cause == "card_stale"] == stale

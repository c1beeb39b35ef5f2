"""Reverting: the last step alone, as a new version, and the plan before it is in force again."""

from __future__ import annotations

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.lease import read_county
from graph.links import LinkRow, links_at
from graph.plans import get_plan, save_draft
from graph.reverting import revert_step
from graph.versions import LinkStep, current_version, last_step, write_links_step
from planner.approval import approve_plan
from tests.graph.small_county import (
    START_MS,
    a_draft,
    a_household,
    a_member,
    change,
    link_all,
    link_rows,
    moved,
    write_county,
)

LINKS = {f"h{i}": "m1" if i <= 6 else "m2" for i in range(1, 13)}


@pytest.fixture
def county(db: Database) -> Database:
    """m1 has h1 to h6, h6 with a card, m2 has h7 to h12; the draft p-1 moves h6 to m2."""
    write_county(db, [a_member("m1"), a_member("m2")], [a_household(h) for h in LINKS])
    link_all(db, LINKS)
    card = LinkRow("m1", "h6", since_on="2026-01-01", card_no="card 6", card_issued_on="2026-01-02")
    write_links_step(db, step="i-2", kind="import", at_ms=START_MS, links=[card], replace_all=False)
    save_draft(db, a_draft([moved("h6", "m2", "m1")], based_on=2, target_minutes=200.0))
    return db


def statuses(db: Database, *plans: str) -> list[str]:
    """The status of each plan."""
    return [get_plan(db, plan).status for plan in plans]


def refused(db: Database, step: str, *, match: str) -> None:
    """The step is not taken back, for this reason, and nothing has changed."""
    before = (link_rows(db), current_version(db))
    with pytest.raises(Refused, match=match):
        revert_step(db, step)
    assert (link_rows(db), current_version(db)) == before
    assert read_county(db).is_free


def test_a_reverted_plan_leaves_the_links_of_before_it(county: Database) -> None:
    """Card and day come back with the link; every version stays readable, and no row is lost."""
    before = links_at(county, 2)
    approve_plan(county, "p-1")
    planned, rows = links_at(county, 3), len(link_rows(county))
    made = revert_step(county, "p-1")
    assert made == LinkStep("r-1", "revert", 4, 3, START_MS, plan_before="p-1", undoes="p-1", opened=1, closed=1)
    assert last_step(county) == made
    assert (links_at(county, 4), links_at(county, 3), links_at(county, 2)) == (before, planned, before)
    assert len(link_rows(county)) == rows + 1
    assert statuses(county, "p-1") == ["retired"]
    assert read_county(county).target_minutes is None


def test_the_plan_before_is_in_force_again(county: Database) -> None:
    """p-2 took p-1's place; after the revert p-1 and its target are back, and p-2 is retired."""
    approve_plan(county, "p-1")
    save_draft(county, a_draft([moved("h6", "m1", "m2")], based_on=3, target_minutes=150.0))
    approve_plan(county, "latest")
    assert (statuses(county, "p-1", "p-2"), read_county(county).target_minutes) == (["retired", "approved"], 150.0)
    assert revert_step(county, "latest").plan == "p-1"
    assert (statuses(county, "p-1", "p-2"), read_county(county).target_minutes) == (["approved", "retired"], 200.0)
    assert {link.household: link.member for link in links_at(county, 5)}["h6"] == "m2"


def test_an_import_of_links_can_be_taken_back(county: Database) -> None:
    """It had ended the plan in force; reverted, the plan's links are there again, and the plan in force."""
    approve_plan(county, "p-1")
    planned = links_at(county, 3)
    link_all(county, {"h1": "m2"}, step="i-3")
    assert (statuses(county, "p-1"), read_county(county).target_minutes) == (["retired"], None)
    made = revert_step(county, "i-3")
    assert (made.undoes, made.plan, made.opened, made.closed) == ("i-3", "p-1", 12, 1)
    assert links_at(county, 5) == planned
    assert (statuses(county, "p-1"), read_county(county).target_minutes) == (["approved"], 200.0)


def test_the_first_import_can_be_taken_back(db: Database) -> None:
    """Then nobody has a link, as before it."""
    write_county(db, [a_member("m1")], [a_household("h1")])
    link_all(db, {"h1": "m1"})
    revert_step(db, "i-1")
    assert (current_version(db), links_at(db, 2)) == (2, [])


def test_only_the_last_step_can_be_reverted(county: Database) -> None:
    """The refusal names what was asked for, what came after it, and the last step."""
    approve_plan(county, "p-1")
    refused(
        county,
        "i-1",
        match=r"i-1 is not the last step: after it links were imported as i-2 \(1 household\); p-1 was approved "
        r"\(1 household\)\. Only the last step can be reverted, and that is p-1.*lianhu revert p-1",
    )
    refused(county, "p-9", match=r"There is no step p-9\. Only the last step")


def test_a_draft_was_never_in_force(county: Database) -> None:
    """There is nothing of it to take back."""
    refused(county, "p-1", match=r"p-1 is a draft and was never in force\. Only the last step .* that is i-2")
    refused(county, "latest", match="p-1 is a draft")


def test_a_revert_is_not_reverted(county: Database) -> None:
    """Neither itself nor what came before it."""
    approve_plan(county, "p-1")
    revert_step(county, "p-1")
    for step in ("r-1", "p-1", "i-2"):
        refused(county, step, match=r"The last step is r-1: p-1 was reverted .* A revert cannot be reverted")


def test_a_plan_on_the_links_before_a_revert_is_stale(county: Database) -> None:
    """The links are the same again, but the version is another: plan again."""
    save_draft(county, a_draft([moved("h1", "m2", "m1")], based_on=2))
    approve_plan(county, "p-1")
    revert_step(county, "p-1")
    with pytest.raises(Refused, match=r"p-1 was approved \(1 household\); p-1 was reverted \(1 household\)"):
        approve_plan(county, "p-2")


def test_without_a_step_there_is_nothing_to_revert(db: Database) -> None:
    """A county without links."""
    write_county(db, [a_member("m1")], [a_household("h1")])
    refused(db, "i-1", match="no step to revert yet")


def test_reverting_lives_by_the_countys_clock(county: Database) -> None:
    """A county that is not frozen has the clock's time in its history."""
    approve_plan(county, "p-1")
    change(county, "County", "county", frozen=False)
    assert revert_step(county, "p-1").at_ms > START_MS

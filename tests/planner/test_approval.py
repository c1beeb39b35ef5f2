"""Approving: only on the version that the plan is based on, and only while every hard rule holds on today's data.

The county: m1 (senior) has h1 to h6, m2 has h7 to h12; everybody has 5 to 15. The plan moves h6 to m2: 5 and 7.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.clock import DAY_MS
from graph.database import Database
from graph.errors import Refused
from graph.lease import read_county
from graph.links import OPEN, LinkRow, links_at
from graph.plans import Change, get_plan, save_draft
from graph.queries import query
from graph.versions import LinkStep, current_version, last_step, write_links_step
from planner import approval
from planner.approval import approve_plan
from tests.graph.small_county import (
    AS_OF,
    START_MS,
    a_draft,
    a_household,
    a_member,
    ask,
    change,
    link_all,
    link_rows,
    moved,
    write_county,
    write_import,
    write_tie,
)

LINKS = {f"h{i}": "m1" if i <= 6 else "m2" for i in range(1, 13)}
PLANNED = {**LINKS, "h6": "m2"}
PLAN = [moved("h6", "m2", "m1")]

NEW_HOUSEHOLD = ask(
    "MATCH (b:Building {id: 'b1'})-[:IN_GRID]->(g:Grid) "
    "CREATE (h:Household {id: 'h13', risk: 'green'})-[:LIVES_IN]->(b) CREATE (h)-[:IN_GRID]->(g)"
)
TO_THE_OTHER_GRID = ask(
    "MATCH (h:Household {id: $household})-[r:IN_GRID]->(:Grid) MATCH (g:Grid {id: 'g2'}) "
    "DELETE r CREATE (h)-[:IN_GRID]->(g)",
    params="household string",
)


@pytest.fixture
def county(db: Database) -> Database:
    """The county with its links and the plan p-1, a draft."""
    write_county(db, [a_member("m1", senior=True), a_member("m2")], [a_household(h) for h in LINKS])
    link_all(db, LINKS)
    save_draft(db, a_draft(PLAN))
    return db


def assignment(db: Database) -> dict[str, str]:
    """Household to member as a reader finds it."""
    return {link.household: link.member for link in links_at(db, current_version(db))}


def refused(db: Database, *, plan: str = "p-1", match: str) -> None:
    """The plan is refused with these words, and nothing has changed."""
    before = (link_rows(db), current_version(db), get_plan(db, plan).status)
    with pytest.raises(Refused, match=match):
        approve_plan(db, plan, wait_seconds=0)
    assert (link_rows(db), current_version(db), get_plan(db, plan).status) == before
    assert read_county(db).is_free


def test_an_approved_plan_is_what_readers_see(county: Database) -> None:
    """A new version; the moved household's link begins today, is the plan's, has no card; the old row stays."""
    done = approve_plan(county, "latest")
    assert (done.plan.id, done.plan.status, done.step.version) == ("p-1", "approved", 2)
    assert assignment(county) == PLANNED
    assert len(link_rows(county)) == 13
    old, new = [row for row in link_rows(county) if row["household"] == "h6"]
    assert (old["member"], old["last"], old["step"]) == ("m1", 2, "i-1")
    assert new == {
        "member": "m2",
        "household": "h6",
        "first": 2,
        "last": OPEN,
        "plan": "p-1",
        "step": "p-1",
        "since_on": AS_OF,
        "card_no": None,
    }
    assert last_step(county) == LinkStep("p-1", "plan", 2, 1, START_MS, plan="p-1", opened=1, closed=1)
    assert (read_county(county).step, read_county(county).target_minutes) == ("p-1", 300.0)
    assert get_plan(county, "p-1").approved_at_ms is not None


def test_the_plan_before_is_retired(county: Database) -> None:
    """One plan is in force at a time, and its target is the county's."""
    approve_plan(county, "p-1")
    save_draft(county, a_draft([moved("h6", "m1", "m2")], based_on=2, target_minutes=250.0))
    approve_plan(county, "p-2")
    assert [get_plan(county, plan).status for plan in ("p-1", "p-2")] == ["retired", "approved"]
    assert assignment(county) == LINKS
    assert read_county(county).target_minutes == 250.0
    refused(county, match="p-1 was in force once")


def test_a_plan_that_changes_nothing_can_be_in_force(county: Database) -> None:
    """Its step has no rows; its target counts all the same."""
    save_draft(county, a_draft([], target_minutes=111.0))
    assert approve_plan(county, "p-2").step.version == 2
    assert (assignment(county), read_county(county).target_minutes) == (LINKS, 111.0)


def test_a_plan_is_approved_once(county: Database) -> None:
    """The second time it says that it is in force already."""
    approve_plan(county, "p-1")
    refused(county, match="p-1 is in force already")


def test_a_plan_on_an_older_version_is_refused(county: Database) -> None:
    """The words say what has happened since, in order, and what to do."""
    save_draft(county, a_draft(PLAN))
    approve_plan(county, "p-2")
    links = [LinkRow("m1", "h6"), LinkRow("m2", "h1")]
    write_links_step(county, step="i-2", kind="import", at_ms=START_MS, links=links, replace_all=False)
    refused(
        county,
        match=r"based on version 1 .* at version 3\. Since then p-2 was approved \(1 household\); "
        r"links were imported as i-2 \(2 households\)\. Nothing was changed\. Plan again: lianhu plan",
    )


def test_a_member_who_has_left_since_is_noticed(county: Database) -> None:
    """m2 left: the moved household and the six that he had go to nobody who is there."""
    change(county, "Member", "m2", status="left")
    refused(county, match=r"(?s)breaks 7 hard rules.*household h6 goes to m2, who is not among the members")


def test_a_new_avoidance_is_noticed(county: Database) -> None:
    """h6 and m2 avoid each other since this morning."""
    write_tie(county, "m2", "h6", "avoids")
    refused(county, match=r"(?s)breaks 1 hard rule .*household h6 may not go to member m2")


def test_a_new_pin_is_noticed(county: Database) -> None:
    """h6 is pinned to m1 now."""
    write_tie(county, "m1", "h6", "pin")
    refused(county, match="h6 .*m2.*pin")


def test_a_household_that_became_orange_is_noticed(county: Database) -> None:
    """m2 is no senior; moved there or not, an orange household may not be his."""
    change(county, "Household", "h6", risk="orange")
    refused(county, match="household h6 may not go to member m2")


def test_bounds_that_were_narrowed_are_noticed(county: Database) -> None:
    """m2 takes at most six now, and the plan gives him seven."""
    change(county, "Member", "m2", max_households=6)
    refused(county, match="member m2 has 7 households, more than 6")


def test_areas_and_reach_are_looked_at_as_they_are_now(county: Database) -> None:
    """m2 serves only the other micro-grid now."""
    change(county, "Member", "m2", areas=["g2"])
    refused(county, match=r"(?s)breaks 7 hard rules.*household h12 may not go to member m2")


def test_a_household_that_came_since_is_noticed(county: Database) -> None:
    """The plan does not know it, and nobody serves it."""
    county.write(NEW_HOUSEHOLD)
    refused(county, match="household h13 has no member")


def test_a_plan_for_a_part_is_judged_on_that_part(db: Database) -> None:
    """In g2 m3 has far too few households, which the plan for g1 neither made nor can mend."""
    households = [a_household(h) for h in LINKS]
    members = [a_member("m1"), a_member("m2"), a_member("m3", building="b2")]
    write_county(db, members, [*households, a_household("x1", building="b2")])
    link_all(db, {**LINKS, "x1": "m3"})
    save_draft(db, a_draft(PLAN))
    save_draft(db, a_draft(PLAN, grid="g1"))
    refused(db, match="member m3 has 1 households, fewer than 5")
    approve_plan(db, "p-2")
    assert assignment(db) == {**PLANNED, "x1": "m3"}


def test_a_household_that_left_the_part_is_noticed(db: Database) -> None:
    """The plan for g1 moves a household that stands in g2 by now."""
    write_county(db, [a_member("m1"), a_member("m2")], [a_household(h) for h in LINKS])
    link_all(db, LINKS)
    save_draft(db, a_draft([Change("h6", "m2", "m1", forced=False)], grid="g1"))
    db.write(TO_THE_OTHER_GRID, household="h6")
    refused(db, match="household h6 does not belong to what was planned any more|No member can be planned")


def test_what_a_killed_import_left_is_cleared_first(county: Database) -> None:
    """One that had written nothing is undone, and the plan is approved."""
    write_import(county, "i-2", "noting")
    approve_plan(county, "p-1")
    assert county.read(query("load/journal/open")) == []


def test_an_import_broken_off_since_then_is_noticed(county: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the data are old and half are new: no plan can be judged on that."""
    monkeypatch.setattr(approval, "finish_killed", lambda _: None)
    write_import(county, "i-2", "loading")
    refused(county, match=r"1 imports were broken off \(i-2\).*start the import again")


@pytest.mark.parametrize("same", [True, False], ids=["the same plan", "plans of their own"])
def test_of_many_at_once_one_wins(county: Database, same: bool) -> None:
    """24 approvals at the same moment, a door each: one step, one plan in force, words for the others."""
    drafts = ["p-1"] * 24 if same else ["p-1", *(save_draft(county, a_draft(PLAN)) for _ in range(23))]

    def attempt(plan: str) -> str:
        try:
            with Database(county.settings) as own:
                return approve_plan(own, plan, wait_seconds=300).plan.id
        except Refused as error:
            return str(error)

    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(attempt, drafts))
    winners = [answer for answer in answers if answer in drafts]
    words = "in force already" if same else "based on version 1"
    assert (len(winners), sum(words in answer for answer in answers)) == (1, 23)
    assert current_version(county) == 2
    assert assignment(county) == PLANNED
    assert len(link_rows(county)) == 13
    in_force = {plan for plan in drafts if get_plan(county, plan).status == "approved"}
    assert in_force == set(winners)


def test_the_day_of_a_link_is_the_countys(county: Database) -> None:
    """A county that is not frozen lives by the clock."""
    change(county, "County", "county", frozen=False)
    step = approve_plan(county, "p-1").step
    assert step.at_ms > START_MS + DAY_MS
    assert [row["since_on"] > AS_OF for row in link_rows(county) if row["plan"] == "p-1"] == [True]

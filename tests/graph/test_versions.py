"""Versions of the links: a step is seen whole or not at all, and every state of before stays readable."""

from __future__ import annotations

import time
from typing import Any

import pytest

from graph import versions
from graph.database import Database, Transaction
from graph.errors import GraphError, GraphUnavailable, Refused
from graph.lease import LeaseLost, read_county
from graph.links import OPEN, LinkRow, changes_between, links_at
from graph.queries import query
from graph.versions import (
    LinkStep,
    begin_step,
    current_version,
    last_step,
    steps_since,
    version_at,
    write_links_step,
    write_step,
)
from tests.graph.small_county import START_MS, a_household, a_member, link_all, link_rows, write_county

DAY_MS = 86_400_000
FIRST = {"h1": "m1", "h2": "m1", "h3": "m2"}


@pytest.fixture
def county(db: Database) -> Database:
    """Two members, four households, no links yet."""
    write_county(db, [a_member("m1"), a_member("m2")], [a_household(f"h{i}") for i in range(1, 5)])
    return db


def assignment(db: Database, version: int) -> dict[str, str]:
    """Household to member at a version."""
    return {link.household: link.member for link in links_at(db, version)}


def some_step(county: Database, wanted: dict[str, str], **how: Any) -> int:
    """A second import at the end of the next day."""
    links = [LinkRow(member, household, since_on="2026-01-01") for household, member in wanted.items()]
    options: dict[str, Any] = {"step": "i-2", "kind": "import", "at_ms": START_MS + DAY_MS, "replace_all": True}
    return write_links_step(county, links=links, **{**options, **how})


def test_a_county_begins_at_version_0_without_links(county: Database) -> None:
    """No step, no link."""
    assert (current_version(county), links_at(county, 0), last_step(county)) == (0, [], None)
    assert version_at(county, START_MS) == 0


def test_without_a_county_there_is_no_version(db: Database) -> None:
    """The refusal says what to do first."""
    with pytest.raises(Refused, match="Import one first"):
        current_version(db)


def test_every_version_stays_readable(county: Database) -> None:
    """Two imports: h2 changes its member, h3 loses it, h4 gets one; h1 keeps its row.

    Rows by hand: h1 [1, open), h2 [1, 2) and [2, open), h3 [1, 2), h4 [2, open): five.
    """
    second = {"h1": "m1", "h2": "m2", "h4": "m2"}
    assert (link_all(county, FIRST), some_step(county, second)) == (1, 2)
    assert [assignment(county, version) for version in (0, 1, 2)] == [{}, FIRST, second]
    rows = [(row["household"], row["first"], row["last"]) for row in link_rows(county)]
    assert rows == [("h1", 1, OPEN), ("h2", 1, 2), ("h2", 2, OPEN), ("h3", 1, 2), ("h4", 2, OPEN)]
    step = LinkStep("i-2", "import", 2, 1, START_MS + DAY_MS, opened=2, closed=2)
    assert steps_since(county, 1) == [step]
    assert read_county(county).step == "i-2"


def test_without_replacing_all_others_keep_their_links(county: Database) -> None:
    """Only the named household changes."""
    link_all(county, FIRST)
    assert some_step(county, {"h2": "m2"}, replace_all=False) == 2
    assert assignment(county, 2) == {**FIRST, "h2": "m2"}


def test_nothing_to_change_is_no_step(county: Database) -> None:
    """The same links again: the same version, no new row, nothing to revert."""
    link_all(county, FIRST)
    rows = link_rows(county)
    assert some_step(county, FIRST) == 1
    assert link_rows(county) == rows
    assert last_step(county) == LinkStep("i-1", "import", 1, 0, START_MS, opened=3)


def test_what_a_link_says_is_kept(county: Database) -> None:
    """Card, days and plan come back as they were given."""
    link = LinkRow("m1", "h1", "2026-01-02", "2026-12-31", "card 7", "2026-01-03", "p-9")
    write_links_step(county, step="i-1", kind="import", at_ms=START_MS, links=[link], replace_all=True)
    assert links_at(county, 1) == [link]


def test_a_link_to_nobody_is_refused_and_nothing_changes(county: Database) -> None:
    """An unknown member: the error names the link, the version stays, and the next step sweeps what was begun."""
    link_all(county, FIRST)
    with pytest.raises(GraphError, match="1 were: some member"):
        some_step(county, {"h1": "m2", "h4": "m9"})
    assert (current_version(county), assignment(county, 1)) == (1, FIRST)
    assert some_step(county, FIRST) == 1
    assert [(row["household"], row["last"]) for row in link_rows(county)] == [(h, OPEN) for h in FIRST]


def test_what_a_dead_process_left_is_swept_by_the_next_writer(county: Database) -> None:
    """It closed h1 and h2, opened new links for them, and died: readers saw nothing of it, and nothing of it stays."""
    link_all(county, FIRST)
    changes = changes_between(links_at(county, 1), [LinkRow("m2", "h1"), LinkRow("m2", "h2")], replace_all=False)
    step = LinkStep("p-1", "plan", 2, 1, START_MS)
    with begin_step(county, "p-1") as lease, pytest.raises(ZeroDivisionError):
        write_step(lease, step, changes, before_turning=die)
    assert [row["last"] for row in link_rows(county)] == [2, OPEN, 2, OPEN, OPEN]
    assert assignment(county, current_version(county)) == FIRST
    with begin_step(county, "p-2"):
        assert [(row["household"], row["last"]) for row in link_rows(county)] == [(h, OPEN) for h in FIRST]


def die(_: Transaction) -> None:
    """What happens to a process between its last batch and the turn."""
    raise ZeroDivisionError


def test_the_batches_of_an_overtaken_writer_never_count(county: Database) -> None:
    """A writes, sleeps past its lease, B sweeps and turns the version; A's next batch fails and leaves no trace."""
    link_all(county, FIRST)
    stale = changes_between(links_at(county, 1), [LinkRow("m2", "h1")], replace_all=False)
    with begin_step(county, "A", seconds=0.01) as slow:
        slow.write(query("links/close"), rows=[{"member": "m1", "household": "h2"}], version=2, open=OPEN)
        time.sleep(0.1)
        assert some_step(county, {**FIRST, "h4": "m2"}) == 2
        with pytest.raises(LeaseLost):
            write_step(slow, LinkStep("A", "plan", 2, 1, START_MS), stale)
    assert assignment(county, 2) == {**FIRST, "h4": "m2"}
    assert assignment(county, 1) == FIRST
    assert {row["last"] for row in link_rows(county)} == {OPEN}


def test_a_step_that_does_not_follow_the_version_is_refused(county: Database) -> None:
    """A step is from the version in force to the next one."""
    with begin_step(county, "p-1") as lease, pytest.raises(GraphError, match="the links are at 0"):
        write_step(lease, LinkStep("p-1", "plan", 3, 2, START_MS), changes_between([], [], replace_all=True))


def test_a_lost_answer_to_the_last_commit_is_looked_up(county: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version was turned, and the answer did not arrive: the step is done all the same."""
    transact = Database.transact

    def losing(self: Database, work: Any) -> Any:
        before = read_county(self).version
        result = transact(self, work)
        if read_county(self).version != before:
            raise GraphUnavailable("went away while it wrote")
        return result

    monkeypatch.setattr(Database, "transact", losing)
    assert link_all(county, FIRST) == 1
    assert steps_since(county, 0) == [LinkStep("i-1", "import", 1, 0, START_MS, opened=3)]


def test_a_server_that_went_away_before_the_turn_is_an_error(county: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version was not turned: the error stays one."""

    def gone(*_: object) -> None:
        raise GraphUnavailable("went away")

    monkeypatch.setattr(versions, "_turn", gone)
    with pytest.raises(GraphUnavailable, match="went away"):
        link_all(county, FIRST)
    assert current_version(county) == 0


def test_the_version_of_a_time_is_that_of_the_last_step_until_then(county: Database) -> None:
    """Before the first step the first version stands in: there is no older history."""
    link_all(county, FIRST)
    some_step(county, {})
    times = [START_MS - 1, START_MS, START_MS + DAY_MS - 1, START_MS + DAY_MS, START_MS + 9 * DAY_MS]
    assert [version_at(county, at_ms) for at_ms in times] == [1, 1, 1, 2, 2]


def test_progress_is_told_in_links(county: Database) -> None:
    """Three links to write: the last word is three of three."""
    told: list[tuple[int, int]] = []
    links = [LinkRow(member, household) for household, member in FIRST.items()]
    write_links_step(
        county,
        step="i-1",
        kind="import",
        at_ms=START_MS,
        links=links,
        replace_all=True,
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(3, 3)]


def test_leftovers_are_swept_in_parts(county: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """More of them than one transaction takes away: all go."""
    monkeypatch.setattr(versions, "SWEPT_AT_ONCE", 1)
    link_all(county, FIRST)
    changes = changes_between(links_at(county, 1), [LinkRow("m2", "h1"), LinkRow("m2", "h2")], replace_all=False)
    with begin_step(county, "p-1") as lease, pytest.raises(ZeroDivisionError):
        write_step(lease, LinkStep("p-1", "plan", 2, 1, START_MS), changes, before_turning=die)
    with begin_step(county, "p-2"):
        assert [(row["household"], row["last"]) for row in link_rows(county)] == [(h, OPEN) for h in FIRST]

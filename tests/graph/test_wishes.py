"""Wishes: stated, accepted, declined; planned with while they are not declined; not taken back by the same file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.ingest.run import Options, import_county, read_file
from graph.lease import hold_lease
from graph.queries import query
from graph.wishes import Wish, list_wishes, state_wish
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Rows, Tables, a_county, sheets_of, write_folder
from tests.graph.small_county import a_household, a_member, change, write_county


@pytest.fixture
def county(db: Database) -> Database:
    """Two active members and one on leave, two households."""
    members = [a_member("m1"), a_member("m2"), a_member("away", status="leave")]
    write_county(db, members, [a_household("h1"), a_household("h2")])
    return db


def planned_with(db: Database) -> list[tuple[str, str, str]]:
    """The ties that a plan looks at."""
    return [(row["member"], row["household"], row["kind"]) for row in db.read(query("planning/ties"))]


def test_a_wish_is_stated_accepted_declined_and_stated_again(county: Database) -> None:
    """Each time with date and reason; a plan looks at it unless it is declined."""
    stated = state_wish(county, "m1", "h1", by="household", reason="neighbours")
    assert (stated.before, stated.wish.kind, stated.wish.status) == (None, "household_prefers", "open")
    assert list_wishes(county) == [Wish("m1", "h1", "household_prefers", "open", stated.wish.at_ms, "neighbours")]
    assert planned_with(county) == [("m1", "h1", "household_prefers")]
    assert state_wish(county, "m1", "h1", by="household", status="accepted").before == "open"
    assert planned_with(county) == [("m1", "h1", "household_prefers")]
    assert state_wish(county, "m1", "h1", by="household", status="declined", reason="too far").before == "accepted"
    assert planned_with(county) == []
    assert [(wish.status, wish.reason) for wish in list_wishes(county)] == [("declined", "too far")]
    assert state_wish(county, "m1", "h1", by="household").before == "declined"
    assert planned_with(county) == [("m1", "h1", "household_prefers")]


def test_both_sides_have_wishes_of_their_own(county: Database) -> None:
    """To decline the household's says nothing of the member's."""
    state_wish(county, "m1", "h1", by="household")
    state_wish(county, "m1", "h1", by="member")
    state_wish(county, "m1", "h1", by="household", status="declined")
    assert planned_with(county) == [("m1", "h1", "member_prefers")]


@pytest.mark.parametrize(
    ("member", "household", "status", "words"),
    [
        ("m9", "h1", "open", "no member m9"),
        ("m1", "h9", "open", "no household h9"),
        ("away", "h1", "open", r"away is not active \(leave\)"),
        ("m1", "h1", "accepted", "no wish of household h1 about m1 to be accepted.*lianhu wish m1 h1 --by household"),
        ("m1", "h1", "declined", "no wish of household h1 about m1 to be declined"),
    ],
)
def test_what_cannot_be_wished_is_refused(
    county: Database, member: str, household: str, status: str, words: str
) -> None:
    """In words, and nothing is written."""
    with pytest.raises(Refused, match=words):
        state_wish(county, member, household, by="household", status=status)
    assert list_wishes(county) == []


def test_a_closed_household_has_no_wishes(county: Database) -> None:
    """With the day on which it was closed."""
    change(county, "Household", "h1", closed_on="2026-01-31")
    with pytest.raises(Refused, match="h1 was closed on 2026-01-31"):
        state_wish(county, "m1", "h1", by="member")


def test_nobody_writes_while_another_does(county: Database) -> None:
    """An approval judges the county as it stays until its end, so a wish waits for it."""
    with hold_lease(county, "p-1"), pytest.raises(Refused, match="Another process"):
        state_wish(county, "m1", "h1", by="member", wait_seconds=0)


def test_many_at_once_leave_one_tie(county: Database) -> None:
    """Eight statements of the same wish at the same moment."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: state_wish(county, "m1", "h1", by="member"), range(8)))
    assert len(list_wishes(county)) == 1


def with_ties(*ties: tuple[str, str | None, str | None]) -> Tables:
    """The small county with the household's wishes for m1: household, status, reason."""
    rows: Rows = [
        {"member": "m1", "household": household, "kind": "household_prefers", "status": status, "reason": reason}
        for household, status, reason in ties
    ]
    return {**a_county(), "ties": [{key: value for key, value in row.items() if value is not None} for row in rows]}


def statuses(db: Database) -> dict[str, tuple[str, str | None]]:
    """Status and reason of each wish, by household."""
    return {wish.household: (wish.status, wish.reason) for wish in list_wishes(db)}


def test_the_same_file_takes_no_statement_back(db: Database, tmp_path: Path) -> None:
    """The row has not changed: what was stated since stays, and the import finds nothing to do, twice."""
    import_tables(db, tmp_path, with_ties(("h1", "open", "file"), ("h2", None, None)))
    state_wish(db, "m1", "h1", by="household", status="declined", reason="here")
    state_wish(db, "m1", "h2", by="household", status="accepted")
    state_wish(db, "m1", "h3", by="household", reason="new here")
    for _ in range(2):
        report = import_county(db, tmp_path, read_file(tmp_path))
        assert report.import_id is None
        assert statuses(db) == {"h1": ("declined", "here"), "h2": ("accepted", None), "h3": ("open", "new here")}
    state_wish(db, "m1", "h1", by="household", status="open", reason="again")
    import_county(db, tmp_path, read_file(tmp_path))
    assert statuses(db)["h1"] == ("open", "again")


def test_a_row_that_has_changed_has_the_last_word(db: Database, tmp_path: Path) -> None:
    """The file says accepted now; after that a statement and the same file again leave the statement."""
    import_tables(db, tmp_path, with_ties(("h1", "open", "file")))
    state_wish(db, "m1", "h1", by="household", status="declined", reason="here")
    import_tables(db, tmp_path, with_ties(("h1", "accepted", "file")))
    assert statuses(db) == {"h1": ("accepted", "file")}
    state_wish(db, "m1", "h1", by="household", status="declined")
    import_county(db, tmp_path, read_file(tmp_path))
    assert statuses(db) == {"h1": ("declined", None)}


def test_a_wish_stated_here_is_not_missed_and_not_closed(db: Database, tmp_path: Path) -> None:
    """`--close-missing` closes rows that a file had; a row for the wish in a later file is the same tie."""
    import_tables(db, tmp_path, with_ties(("h1", "open", None), ("h2", "open", None)))
    state_wish(db, "m1", "h3", by="household")
    write_folder(tmp_path, sheets_of(with_ties(("h1", "open", None)), language="english"))
    import_county(db, tmp_path, read_file(tmp_path), Options(close_missing=True))
    assert sorted(statuses(db)) == ["h1", "h3"]
    import_tables(db, tmp_path, with_ties(("h1", "open", None), ("h3", "declined", "file")))
    assert statuses(db) == {"h1": ("open", None), "h3": ("declined", "file")}

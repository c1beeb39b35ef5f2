"""The queries that write versions, one by one, on rows where each condition matters."""

from __future__ import annotations

import pytest

from graph.database import Database
from graph.links import OPEN
from graph.queries import query
from tests.graph.small_county import a_household, a_member, link_rows, write_county

SOMEBODY = "x-1|elsewhere 1|1|0.00|token"


@pytest.fixture
def county(db: Database) -> Database:
    """One member and three households."""
    write_county(db, [a_member("m1")], [a_household(f"h{i}") for i in (1, 2, 3)])
    return db


def open_links(db: Database, *households: str, version: int) -> None:
    """Links of m1 that begin with a version."""
    empty = dict.fromkeys(("since_on", "until_on", "card_no", "card_issued_on", "plan"))
    rows = [{"member": "m1", "household": household, **empty} for household in households]
    assert db.write(query("links/open"), rows=rows, version=version, open=OPEN, step="s")[0]["opened"] == len(rows)


def spans(db: Database) -> list[tuple[str, int, int]]:
    """Household, first version and the one after the last, of every link."""
    return [(row["household"], row["first"], row["last"]) for row in link_rows(db)]


def test_a_link_is_closed_once_and_only_if_it_began_before(county: Database) -> None:
    """One that is closed already, or begins with the same version, stays as it is."""
    open_links(county, "h1", "h2", version=1)
    rows = [{"member": "m1", "household": h} for h in ("h1", "h3")]
    open_links(county, "h3", version=2)
    assert county.write(query("links/close"), rows=rows, version=2, open=OPEN) == [{"closed": 1}]
    assert county.write(query("links/close"), rows=rows, version=3, open=OPEN) == [{"closed": 1}]
    assert spans(county) == [("h1", 1, 2), ("h2", 1, OPEN), ("h3", 2, 3)]


def test_in_force_is_from_the_first_version_until_before_the_last(county: Database) -> None:
    """[1, 2) is in force at 1, [2, open) from 2 on."""
    open_links(county, "h1", version=1)
    county.write(query("links/close"), rows=[{"member": "m1", "household": "h1"}], version=2, open=OPEN)
    open_links(county, "h2", version=2)
    found = [[row["household"] for row in county.read(query("links/in_force"), version=v)] for v in range(4)]
    assert found == [[], ["h1"], ["h2"], ["h2"]]


def test_sweeping_spares_everything_up_to_the_version(county: Database) -> None:
    """At version 2: what began with 3 goes, what was closed with 3 is open again, what ended with 2 stays closed."""
    open_links(county, "h1", "h2", version=1)
    county.write(query("links/close"), rows=[{"member": "m1", "household": "h1"}], version=2, open=OPEN)
    county.write(query("links/close"), rows=[{"member": "m1", "household": "h2"}], version=3, open=OPEN)
    open_links(county, "h3", version=3)
    assert county.write(query("links/sweep_opened"), version=2, at_once=9) == [{"swept": 1}]
    assert county.write(query("links/sweep_closed"), version=2, open=OPEN, at_once=9) == [{"swept": 1}]
    assert spans(county) == [("h1", 1, 2), ("h2", 1, OPEN)]


def test_sweeping_goes_on_in_parts(county: Database) -> None:
    """Two at a time: two, then one, then none."""
    open_links(county, "h1", "h2", "h3", version=1)
    swept = [county.write(query("links/sweep_opened"), version=0, at_once=2)[0]["swept"] for _ in range(3)]
    assert swept == [2, 1, 0]


def test_only_the_owner_gives_the_lease_back(county: Database) -> None:
    """Another token changes nothing."""
    county.write(query("links/lease_take"), token=SOMEBODY, lease_ms=60_000)
    county.write(query("links/lease_drop"), token="another")
    assert county.read(query("links/county"))[0]["approving"] == SOMEBODY
    county.write(query("links/lease_drop"), token=SOMEBODY)
    assert county.read(query("links/county"))[0]["approving"] is None


def test_turning_the_version_gives_the_lease_back(county: Database) -> None:
    """Version, step and target are there, the owner is gone."""
    county.write(query("links/lease_take"), token=SOMEBODY, lease_ms=60_000)
    assert county.write(query("links/bump"), version=1, step="i-1", target_minutes=12.5) == [{"version": 1}]
    found = county.read(query("links/county"))[0]
    assert (found["version"], found["step"], found["target_minutes"], found["approving"]) == (1, "i-1", 12.5, None)
    county.write(query("links/bump"), version=2, step="i-2", target_minutes=None)
    assert county.read(query("links/county"))[0]["target_minutes"] is None


def test_the_lock_counts_and_needs_a_county(db: Database) -> None:
    """No row without a county; then 1, 2, …"""
    assert db.write(query("links/lock")) == []
    write_county(db, [], [])
    assert [db.write(query("links/lock"))[0]["lock"] for _ in range(2)] == [1, 2]

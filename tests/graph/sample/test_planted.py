"""What planted.json says is what plain Python finds in the CSV files: no gap more, no gap less."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rules import default_rules
from graph.sample.make import make_county
from graph.sample.planted import planted_gaps
from graph.sample.planted_appeals import planted_appeals
from graph.sample.planted_further import further_gaps
from graph.sample.size import Size
from graph.sample.write_csv import write_csv
from tests.graph.sample import oracle
from tests.graph.sample.conftest import OnDisk

KEYS = {
    "no_member": ("household",),
    "member_inactive": ("household", "member"),
    "too_few": ("member",),
    "too_many": ("member",),
    "overdue_visit": ("household",),
    "never_visited": ("household",),
    "card_stale": ("household", "member"),
    "post_vacant": ("post",),
    "grid_without_member": ("grid",),
    "profile_missing": ("household",),
    "record_missing": ("household",),
    "no_centre_household": ("building",),
    "no_venue_in_reach": ("household",),
    "no_team_covers": ("grid",),
    "lone_elder_unwatched": ("household",),
}


def as_ids(rows: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    """Rows as the tuples of their values; a row may not come twice."""
    ids = [tuple(str(value) for value in row.values()) for row in rows]
    assert len(ids) == len(set(ids))
    return set(ids)


@pytest.mark.parametrize("cause", KEYS)
def test_every_gap_of_a_cause_is_planted_and_no_other(full: OnDisk, cause: str) -> None:
    """Complete and exact, with the ids of that cause, sorted; at least three rows to be found."""
    rows = full.planted[cause]
    assert as_ids(rows) == oracle.every_gap(full.tables)[cause]
    assert all(tuple(row) == KEYS[cause] for row in rows)
    assert rows == sorted(rows, key=lambda row: tuple(row.values()))
    assert len(rows) >= 3


def test_planted_causes_are_the_top_level_keys(full: OnDisk) -> None:
    """Beside the causes there are only `also`, `hard` and `numbers`."""
    assert set(full.planted) == {*KEYS, "also", "hard", "numbers"}


@pytest.mark.parametrize(
    "what",
    [
        *("loops", "ping_pong", "returned_without_reason", "no_revisit", "out_of_order", "deadline_missed"),
        *("raised_again", "late_acceptance", "open", "same_as"),
    ],
)
def test_appeals_that_went_wrong_are_exact(full: OnDisk, what: str) -> None:
    """Circles, ping-pong, silent returns, forgotten revisits, late acceptance, by the same plain reading."""
    assert as_ids(full.planted["also"][what]) == oracle.appeals(full.tables)[what]
    assert len(full.planted["also"][what]) >= 3


def test_what_is_no_gap_is_there_too(full: OnDisk) -> None:
    """Look-alikes: no card, a card of the very day, a post held by somebody away, links without a beginning."""
    links, inactive = full.tables["links"], {r["id"] for r in full.tables["members"] if r["status"] != "active"}
    assert any(not row["card_issued_on"] for row in links)
    assert any(row["card_issued_on"] == row["since"] != "" for row in links)
    assert any(row["card_issued_on"] and not row["since"] for row in links)
    assert any(row["member"] in inactive for row in full.tables["posts"])
    assert any(r["priority"] == "" for r in full.tables["households"])
    assert len({row["household"] for row in links}) == len(links)


def test_visits_exactly_on_the_border_are_in_time(full: OnDisk) -> None:
    """91 days before the end of 30 September is 2 July, 00:00: a green household visited then is not overdue."""
    last: dict[str, str] = {}
    for row in full.tables["visits"]:
        last[row["household"]] = max(row["at"], last.get(row["household"], ""))
    green = {row["id"] for row in full.tables["households"] if row["risk"] == "green" and row["priority"] == "no"}
    overdue = {row["household"] for row in full.planted["overdue_visit"]}
    exactly = {household for household in green if last.get(household) == "2026-07-02 00:00"}
    a_minute_before = {household for household in green if last.get(household) == "2026-07-01 23:59"}
    assert exactly
    assert not exactly & overdue
    assert a_minute_before
    assert a_minute_before <= overdue


def test_acceptance_after_exactly_24_hours_is_in_time(full: OnDisk) -> None:
    """Two appeals are accepted to the minute; neither is late."""
    opened = {row["id"]: row["opened_at"] for row in full.tables["appeals"]}
    late = {row["appeal"] for row in full.planted["also"]["late_acceptance"]}
    exact = {
        row["appeal"]
        for row in full.tables["steps"]
        if row["kind"] == "accept"
        and datetime.fromisoformat(row["at"]) == datetime.fromisoformat(opened[row["appeal"]]) + timedelta(days=1)
    }
    assert len(exact) >= 2
    assert not exact & late


@settings(max_examples=12, deadline=None)
@given(households=st.integers(1, 400), members=st.integers(1, 60), seed=st.integers(0, 50), dense=st.booleans())
def test_planted_is_exact_at_any_size(households: int, members: int, seed: int, dense: bool) -> None:
    """Small counties of any shape: every cause as plain Python finds it."""
    rules = default_rules()
    county = make_county(Size(households, members, dense), seed, rules).county
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), county)
        tables = oracle.read_tables(Path(folder))
    assert len(tables["households"]) == households
    assert sum(row["status"] == "active" for row in tables["members"]) == members
    for planted, found in (
        (planted_gaps(county, rules), oracle.gaps(tables)),
        (further_gaps(county, rules), oracle.further_gaps(tables)),
        (planted_appeals(county), oracle.appeals(tables)),
    ):
        assert {cause: as_ids(rows) for cause, rows in planted.items()} == {c: found.get(c, set()) for c in planted}

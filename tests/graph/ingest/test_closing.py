"""What --close-missing closes, and what stays since something still names it."""

from __future__ import annotations

from pathlib import Path

from graph.ingest.closing import Closing, close_missing
from tests.graph.ingest.builders import Tables, a_full_county, read_tables, with_new, with_row, without
from tests.graph.ingest.test_differences import compare, state_of


def closing(folder: Path, before: Tables, after: Tables) -> Closing:
    """What becomes of the rows of one county that the next file no longer has."""
    state = state_of(folder, before)
    found = compare(folder, after, state)
    return close_missing(found, state, read_tables(folder, after).county.given)


def closed(found: Closing) -> dict[str, list[str]]:
    """The ids by table."""
    return {key: [" ".join(row.key) for row in rows] for key, rows in found.closed.items()}


def test_nothing_is_missing(tmp_path: Path) -> None:
    """Nothing is closed."""
    assert closed(closing(tmp_path, a_full_county(), a_full_county())) == {}


def test_members_households_and_others_are_closed(tmp_path: Path) -> None:
    """A department, a team, a tie, a post, a person, a member and a household that nobody names any more."""
    before = with_new(a_full_county(), "departments", id="d9", name="x")
    before = with_new(before, "members", id="m9", name="x", department="d9", home="b1", status="active")
    before = with_new(before, "households", id="h9", building="b2", risk="green")
    before = with_new(before, "persons", id="p9", household="h9")
    before = with_new(before, "ties", member="m9", household="h9", kind="knows")
    found = closing(tmp_path, before, without(a_full_county(), "teams", 0))
    assert closed(found) == {
        "households": ["h9"],
        "persons": ["p9"],
        "departments": ["d9"],
        "members": ["m9"],
        "teams": ["t1"],
        "ties": ["m9 h9 knows"],
    }
    assert found.households == {"h9"}


def test_events_are_never_closed(tmp_path: Path) -> None:
    """Visits, appeals and steps happened."""
    after = a_full_county() | {"visits": [], "appeals": [], "steps": []}
    assert closed(closing(tmp_path, a_full_county(), after)) == {}


def test_an_actor_of_an_appeal_stays(tmp_path: Path) -> None:
    """Department d2 has a step; it stays, is told, and goes on being told."""
    before = with_new(a_full_county(), "departments", id="d2", name="x")
    before = with_new(before, "steps", appeal="a1", seq=9, kind="forward", at="2025-05-01", to="d2")
    found = closing(tmp_path, before, a_full_county())
    assert closed(found).get("departments", []) == []
    assert [row.key[0] for row in found.held["departments"]] == ["d2"]


def test_what_a_held_row_names_is_held_too(tmp_path: Path) -> None:
    """The file has no sheet of posts: the post of building b9 stays, so b9 stays, so its grids g9 and L9 stay."""
    before = with_new(a_full_county(), "grids", id="L9", name="x", level="large")
    before = with_new(before, "grids", id="g9", name="x", level="micro", parent="L9")
    before = with_new(before, "grids", id="g8", name="x", level="micro", parent="L9")
    before = with_new(before, "buildings", id="b9", name="x", lon=117, lat=27, grid="g9")
    before = with_row(before, "posts", 1, of="b9")
    after = a_full_county()
    del after["posts"]
    found = closing(tmp_path, before, after)
    assert {row.key[0] for row in found.held["grids"]} == {"L9", "g9"}
    assert [row.key[0] for row in found.held["buildings"]] == ["b9"]
    assert {table: rows for table, rows in closed(found).items() if rows} == {"grids": ["g8"]}

"""lianhu plans, show, diff, approve, revert: what they print, as words and as JSON, and how they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.database import Database
from graph.plans import Change, save_draft
from tests.api.conftest import Run
from tests.graph.small_county import a_draft, a_household, a_member, link_all, moved, write_county

LINKS = {f"h{i}": "m1" if i <= 6 else "m2" for i in range(1, 13)}
CHANGES = [moved("h13", "m2", None), Change("h5", "m2", "m1", forced=True), moved("h6", "m2", "m1")]


@pytest.fixture
def county(db: Database) -> Database:
    """m1 has h1 to h6, m2 h7 to h12, nobody h13, and m3 five more; the draft p-1 moves h5, h6 and h13 to m2."""
    homes = [*LINKS, "h13", *(f"x{i}" for i in range(5))]
    members = [a_member(m, min_households=1) for m in ("m1", "m2", "m3")]
    write_county(db, members, [a_household(home) for home in homes])
    link_all(db, {**LINKS, **{f"x{i}": "m3" for i in range(5)}})
    save_draft(db, a_draft(CHANGES))
    return db


def as_json(answer: tuple[int, str, str]) -> Any:
    """The one document on stdout; nothing is said beside it."""
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.usefixtures("db")
def test_without_a_county_they_say_what_to_do(run: Run) -> None:
    """Exit code 1 and words; with --json the same words as a document."""
    code, out, err = run("plans")
    assert (code, out) == (1, "")
    assert "Import one first" in err
    code, out, _ = run("approve", "latest", "--json")
    assert code == 1
    assert "no plan yet" in json.loads(out)["error"]


def test_plans_lists_them(run: Run, county: Database) -> None:
    """A row a plan, and the version of the links."""
    save_draft(county, a_draft([], bound=None, gap=None, grid="g1"))
    code, out, _ = run("plans")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()[1:3]] == [["p-1", "draft"], ["p-2", "draft"]]
    assert "version 1" in out
    found = as_json(run("plans", "--json"))
    assert [(plan["id"], plan["status"], plan["bound"], plan["grid"]) for plan in found] == [
        ("p-1", "draft", 90.0, None),
        ("p-2", "draft", None, "g1"),
    ]
    assert found[0]["made_at"][:4].isdigit()


def test_plans_without_any_says_how_to_make_one(run: Run, db: Database) -> None:
    """An empty list is no error."""
    write_county(db, [], [])
    assert run("plans")[:2] == (0, "No plan yet. Make one: lianhu plan\n")
    assert as_json(run("plans", "--json")) == []


@pytest.mark.usefixtures("county")
def test_show_is_term_by_term(run: Run) -> None:
    """Terms, bound, gap, moves by kind, and the load range: by hand m1 6 → 4, m2 6 → 9, m3 5."""
    _, out, _ = run("show", "latest")
    for words in ("walking", "80.0", "objective", "100.0", "bound", "90.0", "10.00 %"):
        assert words in out
    assert "3 households change: 1 could have stayed, 1 had to leave their member, 1 had none" in out
    assert "households a member: 5 to 6 before, 4 to 9 after" in out
    assert "lianhu approve p-1" in out
    found = as_json(run("show", "p-1", "--json"))
    assert found["terms"]["relation"] == 10.0
    assert (found["moves"], found["forced"], found["placed"], found["changed"]) == (1, 1, 1, 3)
    assert (found["loads_before"]["households"], found["loads"]["households"]) == ([5, 6], [4, 9])
    # Everybody lives in the building: a green household is one visit of 20 minutes, and there is no way to it.
    assert found["loads"]["minutes"] == [80.0, pytest.approx(18 * 20 / 3), 180.0]


def test_show_says_when_a_draft_is_stale_or_in_force(run: Run, county: Database) -> None:
    """What to do next follows from what the plan is."""
    save_draft(county, a_draft(CHANGES, max_moves=3))
    assert run("approve", "p-1")[0] == 0
    assert "approved, in force since" in run("show", "p-1")[1]
    stale = run("show", "p-2")[1]
    assert "At most 3 moves were allowed" in stale
    assert "cannot be approved. Next: lianhu plan" in stale


def test_show_without_anybody_to_plan_with(run: Run, county: Database) -> None:
    """A plan for a part that has no members any more is still shown; of loads nothing is said."""
    save_draft(county, a_draft([], grid="g2"))
    assert "a member:" not in run("show", "p-2")[1]
    assert as_json(run("show", "p-2", "--json"))["loads"] is None


def test_diff_lists_each_household_with_before_and_after(run: Run, county: Database) -> None:
    """One row a change, with its reason."""
    _, out, _ = run("diff", "p-1")
    rows = [line.rstrip().split(maxsplit=3) for line in out.splitlines()[2:]]
    assert rows == [
        ["h13", "-", "m2", "had none"],
        ["h5", "m1", "m2", "had to leave"],
        ["h6", "m1", "m2", "could stay"],
    ]
    assert "… and 2 more" in run("diff", "p-1", "--limit", "1")[1]
    found = as_json(run("diff", "p-1", "--json"))
    assert found["changes"][1] == {"household": "h5", "before": "m1", "after": "m2", "why": "had to leave"}
    assert (found["plan"], found["based_on"], found["moves"], found["forced"], found["placed"]) == ("p-1", 1, 1, 1, 1)
    save_draft(county, a_draft([]))
    assert run("diff", "p-2")[1].splitlines() == [
        "p-2, based on version 1 of the links: 0 households change: 0 could have stayed, "
        "0 had to leave their member, 0 had none."
    ]


def test_diff_of_two_plans_lists_where_they_differ(run: Run, county: Database) -> None:
    """p-2 moves h6 alone: they differ in h5 and h13."""
    save_draft(county, a_draft(CHANGES[2:]))
    _, out, _ = run("diff", "p-1", "p-2")
    assert out.splitlines()[0] == "p-1 and p-2 differ in 2 households."
    assert [line.split() for line in out.splitlines()[2:]] == [["h13", "m2", "-"], ["h5", "m2", "m1"]]
    found = as_json(run("diff", "p-1", "p-2", "--json"))
    assert found["differences"][0] == {"household": "h13", "one": "m2", "other": None}


@pytest.mark.usefixtures("county")
def test_approve_and_revert(run: Run) -> None:
    """Approved, approved again, reverted, reverted again."""
    code, out, _ = run("approve", "latest")
    assert code == 0
    assert "p-1 is in force: version 2 of the links, 3 new, 2 ended." in out
    code, out, err = run("approve", "p-1")
    assert (code, out) == (1, "")
    assert "in force already" in err
    found = as_json(run("revert", "p-1", "--json"))
    assert found == {
        "reverted": "p-1",
        "step": "r-1",
        "version": 3,
        "opened": 2,
        "closed": 3,
        "plan_in_force": None,
    }
    assert "A revert cannot be reverted" in run("revert", "p-1")[2]


def test_approve_as_json_and_revert_in_words(run: Run, county: Database) -> None:
    """The same the other way round; a second plan retires the first."""
    found = as_json(run("approve", "p-1", "--json"))
    assert (found["plan"], found["status"], found["version"], found["opened"], found["closed"], found["retired"]) == (
        "p-1",
        "approved",
        2,
        3,
        2,
        None,
    )
    save_draft(county, a_draft([moved("h6", "m1", "m2")], based_on=2))
    assert "p-1 is retired." in run("approve", "latest")[1]
    code, out, _ = run("revert", "latest")
    assert code == 0
    assert "p-2 is reverted: version 4 of the links is as before it (1 put back, 1 ended); p-1 is in force again" in out


def test_ids_are_printed_as_they_are(run: Run, db: Database) -> None:
    """An id in square brackets is no markup, and Chinese ids stay whole."""
    write_county(db, [a_member("[b]一"), a_member("m2")], [a_household("[red]户")])
    link_all(db, {"[red]户": "m2"})
    save_draft(db, a_draft([moved("[red]户", "[b]一", "m2")]))
    assert run("diff", "p-1")[1].splitlines()[-1].split() == ["[red]户", "m2", "[b]一", "could", "stay"]


@pytest.mark.parametrize("name", ["plans", "show", "diff", "approve", "revert"])
def test_help_teaches(run: Run, name: str) -> None:
    """Every help has an example that begins with lianhu."""
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"lianhu {name}" in out
    assert "--json" in out

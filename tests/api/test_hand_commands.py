"""lianhu wish, move, plan --best-effort, approve --override and what show tells of them, as words and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.database import Database
from graph.plans import save_draft
from tests.api.conftest import Run
from tests.graph.small_county import a_draft, a_household, a_member, ask, link_all, moved, write_county, write_tie


@pytest.fixture
def county(db: Database) -> Database:
    """m1 has h0 to h3, m2 h4 to h6, nobody h7; both have at most four; the draft p-1 gives h7 to m2."""
    write_county(
        db,
        [a_member(m, min_households=1, max_households=4) for m in ("m1", "m2")],
        [a_household(f"h{i}") for i in range(8)],
    )
    link_all(db, {f"h{i}": "m1" if i < 4 else "m2" for i in range(7)})
    save_draft(db, a_draft([moved("h7", "m2", None)]))
    return db


def as_json(answer: tuple[int, str, str], code: int = 0) -> Any:
    """The one document on stdout."""
    assert answer[0] == code
    return json.loads(answer[1])


@pytest.mark.usefixtures("county")
def test_wish_is_stated_and_declined_in_words_and_json(run: Run) -> None:
    """What was before is told; two answers at once are a usage error."""
    code, out, _ = run("wish", "m2", "h0", "--by", "household", "--reason", "neighbours")
    assert (code, "The wish of household h0 for m2 is stated; it counts" in out) == (0, True)
    found = as_json(run("wish", "m2", "h0", "--by", "household", "--decline", "--json"))
    assert (found["kind"], found["status"], found["before"]) == ("household_prefers", "declined", "open")
    assert found["at"].startswith("20")
    code, _, err = run("wish", "m2", "h0", "--by", "household", "--decline", "--accept")
    assert (code, "contradict" in err) == (1, True)
    code, _, err = run("wish", "m9", "h0", "--by", "member")
    assert (code, "no member m9" in err) == (1, True)


def test_show_tells_of_wishes(run: Run, county: Database) -> None:
    """h7 wished m2 and has him; h0 wished m2, who is full; one avoidance is respected."""
    write_tie(county, "m2", "h7", "household_prefers")
    write_tie(county, "m2", "h0", "household_prefers")
    write_tie(county, "m1", "h7", "avoids")
    _, out, _ = run("show", "p-1")
    assert "wishes met: 1 of 2 of households" in out
    assert "refused: h0 for m2, at once against a rule: m2 has 4 households, as many as allowed" in out
    assert "pins kept: 0 of 0; avoidances respected: 1 of 1" in out
    wishes = as_json(run("show", "p-1", "--json"))["wishes"]
    assert [(side["kind"], side["share"]) for side in wishes["sides"]] == [
        ("household_prefers", 0.5),
        ("member_prefers", None),
    ]
    assert [one["household"] for one in wishes["refused"]] == ["h0"]


@pytest.mark.usefixtures("county")
def test_move_tells_its_cost_and_refuses_with_the_rule(run: Run) -> None:
    """m2 has four with the draft and may not have more."""
    code, out, err = run("move", "h0", "m2", "--plan", "p-1")
    assert (code, out) == (1, "")
    assert "member m2 has 5 households, more than 4" in err
    assert "Nothing was changed." in err


def test_move_in_words_and_json(run: Run, county: Database) -> None:
    """A draft that leaves room: h6 to m1 and back."""
    save_draft(county, a_draft([moved("h7", "m2", None), moved("h3", "m2", "m1"), moved("h4", "m1", "m2")]))
    code, _, err = run("move", "h4", "m2", "--plan", "p-2")
    assert (code, "more than 4" in err) == (1, True)
    write_tie(county, "m1", "h4", "knows")
    for member in ("m1", "m2"):
        county.write(widened(), member=member)
    found = as_json(run("move", "h4", "m2", "--plan", "latest", "--json"))
    assert (found["plan"], found["household"], found["from"], found["to"]) == ("p-2", "h4", "m1", "m2")
    assert found["cost"] == pytest.approx(found["after"]["objective"] - found["before"]["objective"])
    assert found["after"]["terms"]["relation"] - found["before"]["terms"]["relation"] == 10.0
    assert [(one["member"], one["before"], one["after"]) for one in found["members"]] == [
        ("m1", 80.0, 60.0),
        ("m2", 80.0, 100.0),
    ]
    code, out, _ = run("move", "h4", "m1", "--plan", "p-2")
    assert code == 0
    assert "household h4 goes from m2 to m1" in out
    assert "workload m1" in out
    assert "moved by hand: 2 times" in run("show", "p-2")[1]


def widened() -> Any:
    """A query that lets a member have up to nine."""
    return ask("MATCH (m:Member {id: $member}) SET m.max_households = 9", params="member string")


def test_a_best_effort_from_plan_to_override(run: Run, county: Database) -> None:
    """Nine households for eight places: exit code 2, a draft; approve refuses, override is on record, revert works."""
    write_county_more(county)
    code, out, _ = run("plan", "--seconds", "1", "--best-effort")
    assert code == 2
    assert "p-2: a draft that breaks 1 hard rule, and no plan breaks fewer:" in out
    assert "5 households, more than 4" in out
    code, _, err = run("approve", "p-2")
    assert (code, "5 households, more than 4" in err, "--override REASON" in err) == (1, True, True)
    assert "hard rules broken: 1" in run("show", "p-2")[1]
    found = as_json(run("approve", "p-2", "--override", "agreed by the board", "--json"))
    assert (found["status"], len(found["overridden"])) == ("approved", 1)
    _, out, _ = run("show", "p-2")
    assert "approved with an override at" in out
    assert "agreed by the board" in out
    stored = as_json(run("show", "p-2", "--json"))
    assert (stored["override_reason"], len(stored["override_rules"]), stored["broken"]) == (
        "agreed by the board",
        1,
        1,
    )
    assert run("revert", "p-2")[0] == 0


def write_county_more(db: Database) -> None:
    """A ninth household."""
    db.write(
        ask(
            "MATCH (b:Building {id: 'b1'})-[:IN_GRID]->(g:Grid) "
            "CREATE (h:Household {id: 'h8', risk: 'green'})-[:LIVES_IN]->(b) CREATE (h)-[:IN_GRID]->(g)"
        )
    )


@pytest.mark.parametrize("name", ["wish", "move"])
def test_help_teaches(run: Run, name: str) -> None:
    """Every help has an example that begins with lianhu."""
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"lianhu {name}" in out
    assert "--json" in out

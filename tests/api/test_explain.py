"""lianhu explain: what it prints of a household and of a member, in words and as JSON, and how it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.database import Database
from graph.plans import save_draft
from planner.warm import compile_kernels
from tests.api.conftest import Run
from tests.graph.small_county import a_draft, a_household, a_member, change, link_all, moved, write_county, write_tie


@pytest.fixture
def county(db: Database) -> Database:
    """m1 and m2 live at b1, m3 700 m east (26 minutes there and back); all households are in b1.

    m1 has h1 to h5 and m2 h6; the draft gives h5, an orange one, to m2, who is senior as m1 is, and m3 is not.
    m3 avoids h1. h7 has nobody.
    """
    members = [a_member(m, min_households=0, senior=m != "m3", name="王小明") for m in ("m1", "m2", "m3")]
    homes = [a_household(f"h{i}", risk="orange" if i == 5 else "green") for i in range(1, 8)]
    compile_kernels()  # so that no command has to say that it does
    write_county(db, members, homes)
    change(db, "Member", "m3", x=700.0)
    write_tie(db, "m3", "h1", "avoids")
    link_all(db, {**{f"h{i}": "m1" for i in range(1, 6)}, "h6": "m2"})
    save_draft(db, a_draft([moved("h5", "m2", "m1")], target_minutes=300.0))
    return db


def as_json(answer: tuple[int, str, str]) -> Any:
    """The one document on stdout; nothing is said beside it."""
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.usefixtures("county")
def test_a_household_as_json(run: Run) -> None:
    """h5 is with m2 as the draft has it, back to m1 is possible, and m3 is not senior."""
    found = as_json(run("explain", "latest", "--household", "h5", "--json"))
    assert (found["plan"], found["member"], found["current"], found["risk"]) == ("p-1", "m2", "m1", "orange")
    assert set(found["share"]) == {"walking", "relation", "compactness", "balance", "ceiling", "churn"}
    others = {other["member"]: other for other in found["others"]}
    assert set(others) == {"m1", "m3"}
    assert (others["m3"]["forbidden"], others["m3"]["change_minutes"]) == ("senior", None)
    assert others["m1"]["forbidden"] is None
    assert others["m1"]["true_minutes"] >= 0
    # Without h5 m2 has 20 minutes instead of 200: 190 below 210, a quarter of each minute, instead of 10.
    assert found["share"]["balance"] == pytest.approx(0.25 * 10 - 0.25 * 190)


@pytest.mark.usefixtures("county")
def test_a_household_in_words(run: Run) -> None:
    """The member, the terms, the others with a price or the rule; names are masked."""
    code, out, _ = run("explain", "p-1", "--household", "h1")
    assert code == 0
    assert "h1: green, 1 visits a quarter, in b1 (一号楼)" in out
    assert "with m1 (王**)" in out
    assert "walking" in out
    assert "may not: the pair is avoided" in out
    assert "to the plan" in out
    assert "王小明" not in out


@pytest.mark.usefixtures("county")
def test_a_member_as_json_and_in_words(run: Run) -> None:
    """m2: h5 with 6 visits of 30 minutes and h6 with 20, no way to go."""
    found = as_json(run("explain", "latest", "--member", "m2", "--json"))
    assert (found["load_minutes"], found["target_minutes"], found["households_count"]) == (200.0, 300.0, 2)
    assert [one["risk"] for one in found["classes"]] == ["orange", "green"]
    out = run("explain", "latest", "--member", "m2")[1]
    assert "workload 200.0 minutes a quarter (0.0 walking, 200.0 service), 67% of the target 300.0" in out
    assert "most of it: 6 visits to 1 orange households: 180.0 minutes" in out
    assert "too little work below 210.0 minutes: 2.5 (0.25 a minute)" in out


@pytest.mark.usefixtures("county")
def test_what_cannot_be_explained_is_said(run: Run) -> None:
    """An unknown id, a household of nobody, neither of the two options: words and exit code 1."""
    code, out, err = run("explain", "latest", "--household", "h77")
    assert (code, out) == (1, "")
    assert "There is no household h77" in err
    code, _, err = run("explain", "latest", "--household", "h7")
    assert code == 1
    assert "Household h7 has no member in p-1" in err
    assert "lianhu plan" in err
    assert run("explain", "latest", "--member", "m9")[0] == 1
    assert run("explain", "latest")[0] == 1
    assert run("explain", "p-9", "--member", "m1")[0] == 1


def test_help_teaches(run: Run) -> None:
    """An example that begins with lianhu, and the option for programs."""
    code, out, _ = run("explain", "--help")
    assert code == 0
    assert "lianhu explain" in out
    assert "--json" in out

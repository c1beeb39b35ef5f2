"""lianhu advise: what it prints, in words and as JSON, and how it refuses."""

from __future__ import annotations

import json

import pytest

from graph.database import Database
from graph.plans import save_draft
from planner.warm import compile_kernels
from tests.api.conftest import Run
from tests.api.test_explain import as_json
from tests.graph.small_county import a_draft, a_household, a_member, change, link_all, moved, write_county

KEYS = {"kind", "saving_minutes", "estimate_minutes", "changes", "member", "building", "household", "area", "verified"}


@pytest.fixture
def county(db: Database) -> Database:
    """All live in b1; the only senior member, m1, 7 km away, walks 260 minutes to the orange h1, in the draft."""
    members = [a_member(m, min_households=0, senior=m == "m1", name="王小明") for m in ("m1", "m2")]
    compile_kernels()  # so that no command has to say that it does
    write_county(db, members, [a_household(f"h{i}", risk="orange" if i == 1 else "green") for i in range(1, 5)])
    change(db, "Member", "m1", x=7000.0)
    link_all(db, {f"h{i}": "m2" for i in range(2, 5)})
    save_draft(db, a_draft([moved("h1", "m1", None)], target_minutes=200.0))
    return db


@pytest.mark.usefixtures("county")
def test_advice_as_json(run: Run) -> None:
    """To make m2 senior comes first, with changes that a program can apply; h1 and m1 cost most."""
    found = as_json(run("advise", "--seconds", "2", "--json"))
    assert found["plan"] == "p-1"
    first = found["advice"][0]
    assert set(first) >= KEYS
    assert (first["kind"], first["member"], first["building"], first["verified"]) == ("make_senior", "m2", "b1", True)
    assert first["changes"]["members"][0]["senior"] is True
    assert first["saving_minutes"] > 6 * 260
    assert (found["households"][0]["household"], found["members"][0]["member"]) == ("h1", "m1")


@pytest.mark.usefixtures("county")
def test_advice_in_words(run: Run) -> None:
    """Names of places, masked names of members."""
    code, out, _ = run("advise", "latest", "--seconds", "1")
    assert code == 0
    assert "Make m2 (王**) senior, for the orange households about b1 (一号楼)" in out
    assert "260.0 minutes there and back for m1 (王**)" in out
    assert "王小明" not in out


@pytest.mark.usefixtures("db")
def test_without_a_plan_it_says_what_to_do(run: Run) -> None:
    """Exit code 1; with --json the words are a document."""
    code, out, _ = run("advise", "--json")
    assert code == 1
    assert "no plan yet" in json.loads(out)["error"]


def test_help_teaches(run: Run) -> None:
    """An example that begins with lianhu, and the option for programs."""
    code, out, _ = run("advise", "--help")
    assert code == 0
    assert "lianhu advise" in out
    assert "--json" in out

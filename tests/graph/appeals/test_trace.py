"""The trace of an appeal on either graph: where it is, when it is due, who is asked, where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.appeals.trace import trace
from graph.clock import end_of_day
from graph.database import Database
from graph.errors import Refused
from tests.graph.drawn_appeals import BASE
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import Tables

HOUR = 3_600_000
OPENED = "2025-06-20 12:00"
STEPS = (
    ("collect", None, "m1"),
    ("accept", "g1", None),
    ("assign", "g1", "d2"),
    ("return", "d2", "g1"),
    ("assign", "g1", "d3"),
)


def a_case(*steps: tuple[str, str | None, str | None], **appeal: Any) -> Tables:
    """An urgent appeal of h1 opened at noon of June 20, with a step an hour."""
    row = {"id": "a1", "household": "h1", "category": "物业维修", "triage": "urgent", "channel": "visit"}
    rows = [
        {"appeal": "a1", "seq": n, "kind": kind, "at": f"2025-06-20 {12 + n}:00", "from": giver, "to": taker}
        for n, (kind, giver, taker) in enumerate(steps, start=1)
    ]
    return {**BASE, "appeals": [row | {"opened_at": OPENED} | appeal], "steps": rows}


def posts(*rows: tuple[str, str, str, str | None]) -> dict[str, list[dict[str, Any]]]:
    """Posts by id, place, kind and holder."""
    return {"posts": [{"id": i, "title": "长", "of": of, "kind": kind, "member": who} for i, of, kind, who in rows]}


def test_an_open_appeal(db: Database, tmp_path: Path) -> None:
    """With d3, who is not in charge of it; due on June 23 at noon, so long past due; returned once."""
    import_tables(db, tmp_path, a_case(*STEPS))
    found = trace(db, "a1")
    assert (found.state, found.held_by, found.outside) == ("handed_over", "d3", ("d3",))
    assert [(spell.actor, spell.waited_ms // HOUR) for spell in found.spells][:3] == [("m1", 1), ("g1", 1), ("d2", 1)]
    assert [step.seq for step in found.returns] == [4]
    assert found.deadline is not None
    assert (found.deadline.outcome, found.deadline.done_ms) == ("missed", None)
    assert found.accept.outcome == "met"
    assert found.appeal.path == ("county", "L1", "g1")
    assert found.actors["d2"].name == "住建局"
    assert found.in_charge == ("住建局", "自来水公司", "供电公司")
    assert found.irregularities == ()


def test_who_is_asked(db: Database, tmp_path: Path) -> None:
    """g1 has a vacant head and L1 none: the area leader of an organisation that governs L1 stands in for g1."""
    held = posts(("q1", "g1", "grid_head", None), ("q2", "o1", "area_leader", "m1"), ("q3", "L1", "commander", None))
    import_tables(db, tmp_path, a_case(*STEPS) | held)
    asked = {one.rung: (one.post and one.post.id, one.answers and one.answers.id) for one in trace(db, "a1").asked}
    assert asked == {
        "micro": ("q1", "q2"),
        "large": (None, "q2"),
        "area_leader": ("q2", "q2"),
        "commander": ("q3", None),
    }


def test_leaders_of_organisations_lie_where_these_govern(db: Database, tmp_path: Path) -> None:
    """o2 below o1 lies in L1 with it, o3 and its part o4 in g2, o5 nowhere but in the county: h1 lies in L1."""
    bodies = [*BASE["organisations"], {"id": "o2", "name": "社区", "kind": "community", "parent": "o1"}]
    bodies += [{"id": "o3", "name": "社区", "kind": "community", "grid": "g2"}]
    bodies += [{"id": "o4", "name": "物业", "kind": "property_company", "parent": "o3"}]
    bodies += [{"id": "o5", "name": "总会", "kind": "other"}]
    held = posts(
        ("q2", "o2", "area_leader", "m1"),
        ("q4", "o4", "area_leader", "m1"),
        ("q5", "o5", "commander", "m1"),
        ("q6", "b2", "commander", "m1"),
    )
    import_tables(db, tmp_path, a_case(*STEPS) | held | {"organisations": bodies})
    asked = [(one.rung, one.post.id) for one in trace(db, "a1").asked if one.post is not None]
    assert asked == [("area_leader", "q2"), ("commander", "q5"), ("commander", "q6")]


def test_a_closed_appeal_asks_nobody(db: Database, tmp_path: Path) -> None:
    """Whoever had it, has it no more."""
    import_tables(db, tmp_path, a_case(*STEPS[:2], ("answer", "g1", None), ("close", "g1", None)))
    found = trace(db, "a1")
    assert (found.state, found.held_by, found.asked, found.next_asked) == ("closed", None, (), None)
    assert [one.kind for one in found.irregularities] == ["revisit"]


def test_at_a_day_before(db: Database, tmp_path: Path) -> None:
    """At the end of June 20 it is not yet due, and the first rung is next; the day before it was not known."""
    held = posts(("q1", "g1", "grid_head", "m1"))
    import_tables(db, tmp_path, a_case(*STEPS) | held)
    found = trace(db, "a1", at="2025-06-20")
    assert found.deadline is not None
    assert found.deadline.outcome == "running"
    assert found.next_asked is not None
    assert (found.next_asked.rung, found.next_asked.is_due(found.now_ms)) == ("micro", False)
    assert found.now_ms == end_of_day("2025-06-20").ms
    with pytest.raises(Refused, match="later --at"):
        trace(db, "a1", at="2025-06-19")


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        ((("collect", None, "g1"), ("assign", "g1", "d1")), "q1"),  # the last place that had to do with it
        ((("collect", None, "o1"),), None),  # o1 governs L1: no micro-grid there
        ((), None),
    ],
)
def test_an_appeal_without_a_household(
    db: Database, tmp_path: Path, steps: tuple[tuple[str, str | None, str | None], ...], asked: str | None
) -> None:
    """It lies where a grid or an organisation had it last, else in the county."""
    held = posts(("q1", "g1", "grid_head", "m1"), ("q2", "L1", "grid_head", "m1"))
    import_tables(db, tmp_path, a_case(*steps, household=None, place="桥头") | held)
    found = {one.rung: one.post and one.post.id for one in trace(db, "a1").asked}
    assert found.get("micro") == asked
    assert found.get("large") == ("q2" if steps else None)


def test_repeats_are_told_on_both_sides(db: Database, tmp_path: Path) -> None:
    """a2 repeats a1."""
    tables = a_case(*STEPS)
    again = {**tables["appeals"][0], "id": "a2", "same_as": "a1"}
    import_tables(db, tmp_path, tables | {"appeals": [*tables["appeals"], again]})
    assert trace(db, "a1").repeats == ("a2",)
    assert (trace(db, "a2").appeal.same_as, trace(db, "a2").state) == ("a1", "new")


def test_an_unknown_appeal_is_refused_with_those_alike(db: Database, tmp_path: Path) -> None:
    """A typing error is met with what was meant; without any appeal, with how they come in."""
    import_tables(db, tmp_path, a_case(id="S00017") | {"steps": []})
    with pytest.raises(Refused, match=r"no appeal 'S0001' among the 1 of the county. Did you mean S00017"):
        trace(db, "S0001")
    with pytest.raises(Refused, match="Ids look like S00017"):
        trace(db, "x")

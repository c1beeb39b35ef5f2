"""Reading a plan file: every fault of its form by JSON path."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import FaultyInput
from planner.checks.claims import read_claims
from tests.planner.checks.village import a_plan, village

CAUSE = {"kind": "pins", "households": [], "members": [], "places": 0, "sentence": ""}
REPAIR = {"kind": "lift_pin", "changes": {}, "sentence": "", "verified": True}


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("format", "lianhu-plan/2", "format"),
        ("status", "good", "status"),
        ("status", None, "status"),
        ("objective", "1", "objective"),
        ("bound", True, "bound"),
        ("gap", [], "gap"),
        ("target_minutes", "x", "target_minutes"),
        ("terms", [], "terms"),
        ("terms", {"walking": None}, "terms.walking"),
        ("moves", 1.5, "moves"),
        ("moves", -1, "moves"),
        ("max_moves", "3", "max_moves"),
        ("fewest_moves", {"moves": 1}, "fewest_moves.proven"),
        ("fewest_moves", {"proven": True}, "fewest_moves.moves"),
        ("seconds", -1, "seconds"),
        ("seed", "x", "seed"),
        ("version", 1, "version"),
        ("sha256", 1, "sha256"),
        ("assignment", [], "assignment"),
        ("assignment", {"h1": None}, "assignment.h1"),
        ("progress", [3], "progress[0]"),
        ("progress", [{"objective": 1.0}], "progress[0].seconds"),
        ("progress", [{"seconds": 1, "bound": "x"}], "progress[0].bound"),
        ("over_ceiling", [{"member": "m1"}], "over_ceiling[0].minutes"),
        ("over_ceiling", {}, "over_ceiling"),
        ("causes", [{**CAUSE, "kind": "bad luck"}], "causes[0].kind"),
        ("causes", [{**CAUSE, "households": "h1"}], "causes[0].households"),
        ("causes", [{**CAUSE, "members": [1]}], "causes[0].members[0]"),
        ("causes", [{**CAUSE, "places": -1}], "causes[0].places"),
        ("repairs", [{**REPAIR, "kind": "hope"}], "repairs[0].kind"),
        ("repairs", [{**REPAIR, "changes": []}], "repairs[0].changes"),
        ("repairs", [{**REPAIR, "verified": 1}], "repairs[0].verified"),
        ("broken", [{"rule": "luck", "by": 1}], "broken[0].rule"),
        ("broken", [{"rule": "pin", "by": 0.5}], "broken[0].by"),
    ],
)
def test_a_wrong_form_is_a_fault_with_its_path(key: str, value: Any, where: str) -> None:
    """One value of the wrong form is exactly one fault."""
    with pytest.raises(FaultyInput) as caught:
        read_claims({**a_plan(village()), key: value}, "x.plan.json")
    assert [fault.where for fault in caught.value.faults] == [where]


@pytest.mark.parametrize("document", [None, [], "plan"])
def test_what_is_no_object_is_no_plan(document: Any) -> None:
    """The root must be an object."""
    with pytest.raises(FaultyInput):
        read_claims(document, "x.plan.json")


def test_what_is_missing_claims_nothing() -> None:
    """Format and status make a plan file; null and missing lists are empty."""
    claims = read_claims({"format": "lianhu-plan/1", "status": "unknown", "causes": None, "terms": None}, "x")
    assert (claims.causes, claims.terms, claims.assignment, claims.bound) == ((), {}, {}, None)
    assert claims.given == {"format", "status", "causes", "terms"}


def test_fewest_moves_count_only_when_proven() -> None:
    """A number that is not said to be proven claims nothing that could be wrong."""
    plan = a_plan(village(), fewest_moves={"moves": 4, "proven": False})
    assert read_claims(plan, "x").fewest_moves is None
    assert read_claims({**plan, "fewest_moves": {"moves": 4, "proven": True}}, "x").fewest_moves == 4

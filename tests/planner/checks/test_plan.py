"""Checking a plan file: one fault planted in a good plan is named, with its exact minutes, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from planner.checks import Disagreement, check_plan
from tests.planner.builders import Json, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.checks.village import ASSIGNMENT, TERMS, a_plan, village

CROWDED = an_instance(
    rules={"households_per_member": [0, 2]}, households=[a_household(f"h{i}", current="m1") for i in range(3)]
)
CAUSE: Json = {
    "kind": "too_few_places",
    "households": ["h0", "h1", "h2"],
    "members": ["m1"],
    "places": 2,
    "sentence": "3 households, 2 places.",
}


def disagreements(rules: Json | None = None, **claims: Any) -> list[Disagreement]:
    """What the check finds in the village's good plan with these claims replaced."""
    instance = village(**(rules or {}))
    return check_plan(instance, a_plan(instance, **claims))


def whats(found: list[Disagreement]) -> list[str]:
    """The rules, terms or keys that are named."""
    return [one.what for one in found]


def no_plan(**claims: Any) -> Json:
    """A plan file that says there is no plan for CROWDED."""
    plan = {
        "format": "lianhu-plan/1",
        "instance": "test",
        "sha256": instance_of(CROWDED).sha256,
        "status": "infeasible",
        "objective": None,
        "bound": None,
        "gap": None,
        "target_minutes": None,
        "terms": {},
        "moves": None,
        "max_moves": None,
        "assignment": {},
        "over_ceiling": [],
        "causes": [CAUSE],
        "repairs": [],
    }
    return {**plan, **claims}


def test_a_good_plan_is_agreed_with() -> None:
    """Nothing is named in a plan that is right."""
    assert disagreements() == []


def test_keys_that_format_does_not_demand_may_be_missing() -> None:
    """A plan by another solver needs no seed, version, progress, causes …"""
    instance = village()
    plan = a_plan(instance)
    for key in ("instance", "seconds", "seed", "version", "progress", "causes", "repairs", "fewest_moves"):
        del plan[key]
    assert check_plan(instance, plan) == []


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("by", [10.0, -0.1])
def test_a_wrong_term_is_named_with_its_minutes(term: str, by: float) -> None:
    """One term wrong by some minutes: that term, both numbers and the difference."""
    found = disagreements(terms={**TERMS, term: TERMS[term] + by})
    assert whats(found) == [term]
    assert found[0].says == pytest.approx(TERMS[term] + by)
    assert found[0].recount == pytest.approx(TERMS[term])
    assert found[0].sentence.endswith(f"{abs(by)} too {'much' if by > 0 else 'little'}")


def test_the_sentence_says_what_how_much_and_which_way() -> None:
    """As a planner reads it."""
    found = disagreements(terms={**TERMS, "ceiling": 1990.5})
    assert found[0].sentence == "ceiling: the plan says 1,990.5, the recount 2,000.0, 9.5 too little"


def test_a_missing_term_is_named() -> None:
    """A term that the plan does not give is not zero."""
    terms = {name: value for name, value in TERMS.items() if name != "churn"}
    assert whats(disagreements(terms=terms)) == ["churn"]


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"objective": 2467.0}, ["objective", "gap"]),
        ({"objective": None}, ["objective"]),
        ({"target_minutes": 100.1}, ["target_minutes"]),
        ({"target_minutes": None}, ["target_minutes"]),
        ({"moves": 0}, ["moves"]),
        ({"moves": None}, ["moves"]),
        ({"bound": None}, ["bound"]),
        ({"bound": 2500.0, "gap": 0.0}, ["bound"]),
        ({"gap": 0.0}, ["gap"]),
        ({"gap": None}, ["gap"]),
        ({"status": "optimal"}, ["status"]),
        ({"sha256": "0" * 64}, ["sha256"]),
        ({"sha256": None}, ["sha256"]),
        ({"instance": "another"}, ["instance"]),
        ({"max_moves": None}, ["max_moves"]),
        ({"over_ceiling": []}, ["over_ceiling"]),
        ({"over_ceiling": [{"member": "m2", "minutes": 299.0}]}, ["over_ceiling"]),
        ({"over_ceiling": [{"member": "m2", "minutes": 300.0}, {"member": "m1", "minutes": 80.0}]}, ["over_ceiling"]),
        ({"over_ceiling": [{"member": "m2", "minutes": 300.0}, {"member": "m9", "minutes": 1.0}]}, ["over_ceiling"]),
        ({"over_ceiling": [{"member": "m2", "minutes": 300.0}] * 2}, ["over_ceiling"]),
        ({"fewest_moves": {"moves": 1, "proven": True}}, ["fewest_moves"]),
        ({"broken": [{"rule": "orange", "member": "m1", "household": None, "by": 1}]}, ["broken"]),
        ({"causes": [{**CAUSE, "households": ["h1"], "members": ["m1", "m2"], "places": 2}]}, ["causes[0]"]),
    ],
)
def test_a_wrong_figure_is_named(claims: Json, what: list[str]) -> None:
    """One figure wrong: that figure (and what is computed from it), nothing else."""
    assert whats(disagreements(**claims)) == what


def test_optimal_within_the_tolerance_of_the_gap() -> None:
    """A bound that equals the objective, or is above it by a rounding error, is an optimal plan's."""
    for bound in (2467.5, 2467.5 - 0.001, 2467.5 + 1e-7):
        assert disagreements(status="optimal", bound=bound, gap=max(0.0, (2467.5 - bound) / 2467.5)) == []


def test_the_proven_fewest_moves_are_recounted() -> None:
    """With [1, 3] a member nothing has to move: 0 is right, and the plan's own limit may be looser."""
    assert disagreements(fewest_moves={"moves": 0, "proven": True}) == []
    assert disagreements(fewest_moves={"moves": 3, "proven": False}) == []
    found = disagreements(fewest_moves={"moves": 2, "proven": True})
    assert whats(found) == ["fewest_moves", "fewest_moves"]


@pytest.mark.parametrize(
    ("rules", "assignment", "rule"),
    [
        ({}, {**ASSIGNMENT, "h4": "m1", "h3": "m1"}, "households"),
        ({"orange_per_member": 0}, ASSIGNMENT, "orange"),
        ({"reach_minutes": 5}, {**ASSIGNMENT, "h2": "m2"}, "permitted"),
        ({"max_moves": 0}, ASSIGNMENT, "max_moves"),
        ({}, {**ASSIGNMENT, "h1": "nobody"}, "assignment"),
    ],
)
def test_a_broken_rule_is_named(rules: Json, assignment: dict[str, str], rule: str) -> None:
    """A plan that breaks a hard rule is not agreed with, whatever its figures."""
    limit = rules.get("max_moves", 1)
    assert rule in whats(disagreements(rules, assignment=assignment, max_moves=limit))


def test_the_limit_in_the_plan_applies() -> None:
    """`--moves 0` on a file with limit 1: the plan's one move is one too many."""
    assert whats(disagreements(max_moves=0)) == ["max_moves"]


def test_no_plan_with_a_certificate_is_agreed_with() -> None:
    """Three households, one member, two places."""
    assert check_plan(instance_of(CROWDED), no_plan()) == []


@pytest.mark.parametrize(
    ("claims", "what"),
    [
        ({"causes": []}, ["causes"]),
        ({"causes": [{**CAUSE, "places": 1}]}, ["causes[0]"]),
        ({"causes": [CAUSE, {**CAUSE, "kind": "pins", "places": 0}]}, ["causes[1]"] * 3),
        ({"objective": 1.0}, ["objective"]),
        ({"bound": 0.0}, ["bound"]),
        ({"gap": 0.0}, ["gap"]),
        ({"moves": 0}, ["moves"]),
        ({"terms": {"walking": 1.0}}, ["terms"]),
        ({"target_minutes": 1.0}, ["target_minutes"]),
        ({"status": "unknown", "causes": []}, []),
        ({"status": "unknown", "causes": [{**CAUSE, "members": []}]}, ["causes[0]"] * 2),
    ],
)
def test_claims_beside_no_plan(claims: Json, what: list[str]) -> None:
    """Without a plan there are causes and no figures; a cause that proves nothing is named."""
    assert whats(check_plan(instance_of(CROWDED), no_plan(**claims)))[: len(what) or 1] == what


def test_best_effort_is_recounted() -> None:
    """An assignment beside `infeasible` must break exactly the rules that it names."""
    # h0, h1, h2 all with m1, one above his two places; he stands at the building: no walking. T = 60 (three greens).
    effort = {
        "assignment": {"h0": "m1", "h1": "m1", "h2": "m1"},
        "terms": {"walking": 0, "relation": 0, "compactness": 10, "balance": 0, "ceiling": 0, "churn": 0},
        "objective": 10.0,
        "target_minutes": 60.0,
        "moves": 0,
        "broken": [{"rule": "households", "member": "m1", "household": None, "by": 1}],
    }
    instance = instance_of(CROWDED)
    assert check_plan(instance, no_plan(**effort)) == []
    assert whats(check_plan(instance, no_plan(**{**effort, "broken": []}))) == ["broken"]
    more = {"rule": "orange", "member": "m1", "household": None, "by": 1}
    assert whats(check_plan(instance, no_plan(**{**effort, "broken": [*effort["broken"], more]}))) == ["broken"]
    assert whats(check_plan(instance, no_plan(**{**effort, "status": "unknown"}))) == ["status"]
    assert whats(check_plan(instance, no_plan(**{**effort, "objective": 11.0}))) == ["objective"]


def test_best_effort_that_breaks_nothing_is_a_plan() -> None:
    """`infeasible` beside a legal assignment contradicts itself."""
    instance = village()
    plan = a_plan(instance, status="infeasible", bound=None, gap=None)
    assert whats(check_plan(instance, plan)) == ["status", "causes"]


@pytest.mark.parametrize(
    ("changes", "verified", "agreed"),
    [
        ({"rules": {"households_per_member": [0, 3]}}, True, True),
        ({"members": [a_member("m1", households=[0, 3])]}, True, True),
        ({"members": [a_member("m2")]}, True, True),
        ({"rules": {"orange_per_member": 9}}, True, False),
        ({"rules": {"orange_per_member": 9}}, False, True),
        ({"rules": {"no_such_rule": 9}}, False, False),
        ({"drop_pairs": [a_pair("m1", "h1", "pin")]}, False, False),
        ({"members": [a_member("m1", share=9)]}, True, False),
        ({"households": []}, False, False),
    ],
)
def test_repairs_are_merged_and_tried(changes: Json, verified: bool, agreed: bool) -> None:
    """Changes that cannot be merged, or a repair said to be verified that leaves no plan, are named."""
    repair = {"kind": "raise_upper_bound", "changes": changes, "sentence": "", "verified": verified}
    found = check_plan(instance_of(CROWDED), no_plan(repairs=[repair]))
    assert whats(found) == ([] if agreed else ["repairs[0]"])


@pytest.mark.parametrize(("limit", "agreed"), [(1, True), (0, False)])
def test_a_repair_keeps_to_the_limit_of_moves(limit: int, agreed: bool) -> None:
    """A member added takes one of three households that are with m1 today: one move."""
    repair = {"kind": "add_members", "changes": {"members": [a_member("m2")]}, "sentence": "", "verified": True}
    found = check_plan(instance_of(CROWDED), no_plan(repairs=[repair], max_moves=limit))
    assert (found == []) is agreed

"""The recount of an assignment: each term by hand, each hard rule broken alone."""

from __future__ import annotations

import copy
import random

import numpy as np
import pytest

from planner.checks import recount
from planner.problem import build_problem
from planner.terms import terms_of
from tests.planner.builders import Json, a_household, a_member, a_pair, instance_of, random_instance
from tests.planner.checks.village import ASSIGNMENT, DOCUMENT, TERMS, village, village_with
from tests.planner.slices import seeds

Broken = tuple[str, str | None, str | None, int]


def broken_by(document_changes: Json, assignment: dict[str, str], **rules: object) -> list[Broken]:
    """The rules that an assignment breaks in the changed village."""
    document = {**copy.deepcopy(DOCUMENT), **document_changes}
    document["rules"].update(rules)
    found = recount(instance_of(document), assignment).broken
    return [(one.rule, one.member, one.household, one.by) for one in found]


def test_the_village_counted_by_hand() -> None:
    """Every term, workload and move equals the count in the village's docstring."""
    counted = recount(village(), ASSIGNMENT)
    assert counted.terms == pytest.approx(TERMS)
    assert counted.objective == pytest.approx(2467.5)
    assert counted.loads == {"m1": 80.0, "m2": 300.0}
    assert (counted.moves, counted.forced, counted.target_minutes) == (1, 0, 100.0)
    assert counted.broken == []


def test_one_trip_serves_every_door_in_the_building() -> None:
    """n(m,b) is the largest v(h): taking h2 from m1 leaves one trip to b1 and adds two of 90 minutes for m2."""
    counted = recount(village(), {**ASSIGNMENT, "h2": "m2"})
    assert counted.terms["walking"] == 1 * 10 + 6 * 10 + 2 * 90
    assert counted.terms["compactness"] == 30
    assert counted.terms["relation"] == 0


def test_shortfalls_and_shares_count_in_the_balance() -> None:
    """Below 0.7 · T_m each missing minute costs 0.25; T_m is share · T."""
    # m1 serves h1 alone: 20 + 10 = 30 minutes. With share 0.5 T_m = 50: 0.25 · (35 − 30) = 1.25.
    members = [a_member("m1", 0, senior=True, share=0.5), a_member("m2", 1000, senior=True)]
    instance = village_with(members=members)
    alone = recount(instance, {"h1": "m1"})
    assert alone.loads == {"m1": 30.0, "m2": 0.0}
    assert alone.terms["balance"] == pytest.approx(1.25 + 0.25 * 70)


def test_forced_changes_are_no_moves() -> None:
    """Who serves it today has left, or may not any more: the household must change, and counts apart."""
    households = [*DOCUMENT["households"][:2], a_household("h3", "b2", "yellow", current="left")]
    households.append(a_household("h4", "b2", "orange", current="m1"))
    pairs = [a_pair("m1", "h4", "avoids")]
    counted = recount(village_with(households=households, pairs=pairs), ASSIGNMENT)
    assert (counted.moves, counted.forced) == (0, 2)


def test_best_leaves_out_members_who_may_not() -> None:
    """h2 prefers m2, who is avoided: nothing is missed."""
    pairs = [*DOCUMENT["pairs"], a_pair("m2", "h2", "avoids")]
    assert recount(village_with(pairs=pairs), ASSIGNMENT).terms["relation"] == 0


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        (
            {**ASSIGNMENT, "h3": "m1", "h2": "m1", "h4": "m1"},
            [("households", "m1", None, 1), ("households", "m2", None, 1)],
        ),
        ({h: m for h, m in ASSIGNMENT.items() if h != "h2"}, [("assignment", None, "h2", 1)]),
        ({**ASSIGNMENT, "h2": "m9"}, [("assignment", "m9", "h2", 1)]),
        ({**ASSIGNMENT, "h9": "m1"}, [("assignment", "m1", "h9", 1)]),
    ],
    ids=["too many and too few", "missing", "unknown member", "unknown household"],
)
def test_bounds_and_completeness(assignment: dict[str, str], expected: list[Broken]) -> None:
    """Each household once, with a member who exists; lo ≤ households ≤ hi, with by how many."""
    assert broken_by({}, assignment, orange_per_member=4) == expected


def test_own_bounds_replace_the_rules() -> None:
    """A member with households [0, 1] has one too many."""
    members = [a_member("m1", 0, senior=True, households=[0, 1]), a_member("m2", 1000, senior=True)]
    assert broken_by({"members": members}, ASSIGNMENT) == [("households", "m1", None, 1)]


def test_orange_limit() -> None:
    """Two orange households where one is allowed: one too many."""
    households = [
        *DOCUMENT["households"][:2],
        a_household("h3", "b2", "orange", current="m1"),
        DOCUMENT["households"][3],
    ]
    assert broken_by({"households": households}, ASSIGNMENT) == [("orange", "m2", None, 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"pairs": [a_pair("m2", "h4", "avoids")]},
        {"members": [a_member("m1", 0, senior=True), a_member("m2", 1000)]},
        {"buildings": [{**b, "area": "east"} for b in DOCUMENT["buildings"]]}
        | {"members": [a_member("m1", senior=True), a_member("m2", 1000, senior=True, areas=["west"])]},
    ],
    ids=["avoided", "not senior", "outside the areas"],
)
def test_what_is_not_permitted(changes: Json) -> None:
    """Avoided, orange without a senior, outside the areas: the pair is named."""
    found = broken_by(changes, ASSIGNMENT)
    assert ("permitted", "m2", "h4", 1) in found
    assert {rule for rule, *_ in found} == {"permitted"}


def test_a_building_without_an_area_fits_only_members_with_null() -> None:
    """m2 has areas, b2 has none."""
    members = [a_member("m1", senior=True), a_member("m2", 1000, senior=True, areas=["west"])]
    assert broken_by({"members": members}, ASSIGNMENT) == [
        ("permitted", "m2", "h3", 1),
        ("permitted", "m2", "h4", 1),
    ]


@pytest.mark.parametrize(("reach", "expected"), [(5, []), (4.9, ["h1", "h2", "h3", "h4"])])
def test_reach_is_one_way(reach: float, expected: list[str]) -> None:
    """Ten minutes there and back are five one way: within 5, beyond 4.9."""
    assert [h for _, _, h, _ in broken_by({}, ASSIGNMENT, reach_minutes=reach)] == expected


@pytest.mark.parametrize(
    ("pins", "expected"),
    [(["m1"], []), (["m2"], [("pin", "m1", "h2", 1)]), (["m1", "m2"], [("pin", "m1", "h2", 1)])],
)
def test_pins(pins: list[str], expected: list[Broken]) -> None:
    """A pinned household goes to its pin; with two pins nobody is right."""
    assert broken_by({"pairs": [a_pair(m, "h2", "pin") for m in pins]}, ASSIGNMENT) == expected


def test_the_limit_of_moves_from_the_file_or_the_caller() -> None:
    """One move is one too many for 0; a limit that is given counts instead of the file's."""
    assert broken_by({}, ASSIGNMENT, max_moves=0) == [("max_moves", None, None, 1)]
    assert recount(village(max_moves=0), ASSIGNMENT, max_moves=1).broken == []
    assert recount(village(max_moves=None), ASSIGNMENT).broken == []


@pytest.mark.parametrize("seed", seeds(ci=30, soak=200))
def test_solver_and_recount_agree_on_random_assignments(seed: int) -> None:
    """The six terms of the arrays and of the recount, two codes from one page, are the same."""
    rng = random.Random(seed)
    instance = instance_of(random_instance(rng, members=5, households=15))
    problem = build_problem(instance)
    assignment = np.array([rng.randrange(problem.members) for _ in range(problem.households)], dtype=np.int32)
    by_id = {home.id: instance.members[assignment[h]].id for h, home in enumerate(instance.households)}
    counted = recount(instance, by_id, target_minutes=problem.target_minutes)
    assert counted.target_minutes == pytest.approx(problem.target_minutes)
    assert counted.terms == pytest.approx(terms_of(problem, assignment).by_name(), abs=1e-6)

"""Whether there is a plan: never wrong either way, and every cause is a certificate that the recount accepts."""

from __future__ import annotations

import random

import pytest

from planner.alike import alike_of, hand_out
from planner.checks import Claim, Takers, doubts, facts_of, recount
from planner.feasibility import Feasible, Infeasible, examine
from planner.fewest_moves import NoPlan, fewest_moves
from planner.instance import Instance
from planner.plan_file import Cause
from planner.problem import build_problem
from tests.planner.builders import (
    Json,
    a_building,
    a_household,
    a_member,
    a_pair,
    an_instance,
    instance_of,
    problem_of,
    random_instance,
)
from tests.planner.by_networkx import fewest_moves_by_networkx
from tests.planner.slices import seeds


def causes_of(document: Json) -> tuple[Cause, ...]:
    """Why there is no plan; each cause is checked on the way."""
    instance = instance_of(document)
    found = examine(build_problem(instance))
    assert isinstance(found, Infeasible)
    assert_certificates(instance, found)
    return found.causes


def assert_certificates(instance: Instance, found: Infeasible) -> None:
    """The recount accepts every cause, and no household can be deleted from one about places."""
    takers = Takers(facts_of(instance))
    for cause in found.causes:
        claim = Claim(cause.kind, cause.households, cause.members, cause.places, cause.sentence)
        assert doubts(takers, claim, instance.rules.max_moves) == [], cause
        if cause.kind == "too_few_places":
            assert len(cause.households) == cause.places + 1


def is_feasible(document: Json) -> bool:
    """Whether there is a plan; the assignment given breaks no rule."""
    instance = instance_of(document)
    found = examine(build_problem(instance))
    if isinstance(found, Infeasible):
        return False
    by_id = {home.id: instance.members[found.assignment[h]].id for h, home in enumerate(instance.households)}
    assert recount(instance, by_id).broken == []
    return True


def homes(count: int, **more: object) -> list[Json]:
    """So many green households in b1."""
    return [a_household(f"h{i}", **more) for i in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [15, 16])
def test_places(count: int) -> None:
    """15 households fit one member, 16 do not."""
    document = an_instance(households=homes(count))
    if count == 15:
        assert is_feasible(document)
        return
    (cause,) = causes_of(document)
    assert (cause.kind, cause.places, len(cause.households), cause.members) == ("too_few_places", 15, 16, ("m1",))
    assert cause.sentence == (
        "16 households in building b1 can go only to 1 member (m1), who has 15 places for them: 1 too few."
    )


def test_nobody_permitted() -> None:
    """An orange household and no senior member: no members, no places, and the reasons are counted."""
    members = [a_member("m1"), a_member("m2", senior=True)]
    document = an_instance(
        members=members, households=[a_household("h1", risk="orange")], pairs=[a_pair("m2", "h1", "avoids")]
    )
    (cause,) = causes_of(document)
    assert (cause.kind, cause.households, cause.members, cause.places) == ("too_few_places", ("h1",), (), 0)
    assert "of 2 members 1 is avoided, 1 is not senior" in cause.sentence
    assert is_feasible({**document, "pairs": []})


@pytest.mark.parametrize(("limit", "feasible"), [(1, False), (2, True)])
def test_orange_households_need_senior_places(limit: int, feasible: bool) -> None:
    """Two orange households, one senior member among three."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "orange_per_member": limit},
        members=[a_member("m1", senior=True), a_member("m2"), a_member("m3")],
        households=[a_household("h1", risk="orange"), a_household("h2", risk="orange"), a_household("h3")],
    )
    if feasible:
        assert is_feasible(document)
    else:
        (cause,) = causes_of(document)
        assert (cause.households, cause.members, cause.places) == (("h1", "h2"), ("m1",), 1)


@pytest.mark.parametrize(("least", "feasible"), [(2, True), (3, False)])
def test_lower_bounds(least: int, feasible: bool) -> None:
    """Five households: two members can have two each, not three each."""
    document = an_instance(
        rules={"households_per_member": [least, 9]}, members=[a_member("m1"), a_member("m2")], households=homes(5)
    )
    if feasible:
        assert is_feasible(document)
    else:
        (cause,) = causes_of(document)
        assert (cause.kind, cause.places, len(cause.households)) == ("too_few_households", 5, 5)
        assert set(cause.members) == {"m1", "m2"}


def test_no_households_at_all() -> None:
    """Nothing to serve: a plan unless somebody must have a household."""
    document = an_instance(buildings=[], households=[])
    assert is_feasible(document)
    (cause,) = causes_of({**document, "rules": {"households_per_member": [1, 15]}})
    assert (cause.kind, cause.places, cause.households) == ("too_few_households", 0, ())


def test_lower_bounds_against_the_orange_limit() -> None:
    """m1 must have three; three may go to him, all orange, one is allowed; m2 takes the rest."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "orange_per_member": 1},
        members=[
            a_member("m1", senior=True, households=[3, 9]),
            a_member("m2", senior=True),
            a_member("m3", senior=True),
        ],
        households=[a_household(f"h{i}", risk="orange") for i in range(3)],
    )
    (cause,) = causes_of(document)
    assert (cause.kind, cause.members, len(cause.households), cause.places) == ("other", ("m1",), 3, 1)
    assert "orange_per_member" in cause.sentence
    assert "lower bound" in cause.sentence
    document["households"] += homes(2)
    assert is_feasible({**document, "households": [{**h, "id": f"x{i}"} for i, h in enumerate(document["households"])]})


@pytest.mark.parametrize(
    "pairs",
    [
        [a_pair("m1", "h0", "pin"), a_pair("m2", "h0", "pin")],
        [a_pair("m1", "h0", "pin"), a_pair("m1", "h0", "avoids")],
    ],
    ids=["two pins", "pinned and avoided"],
)
def test_pins_that_contradict(pairs: list[Json]) -> None:
    """Named by household and members."""
    document = an_instance(members=[a_member("m1"), a_member("m2")], households=homes(3), pairs=pairs)
    (cause,) = causes_of(document)
    assert (cause.kind, cause.households) == ("pins", ("h0",))
    assert set(cause.members) == {pair["member"] for pair in pairs}
    assert is_feasible({**document, "pairs": [pairs[0], pairs[0]]})


@pytest.mark.parametrize(
    ("risk", "rules", "places"), [("green", {}, 2), ("orange", {"orange_per_member": 1}, 1)], ids=["too many", "orange"]
)
def test_more_pins_than_places(risk: str, rules: Json, places: int) -> None:
    """Three households pinned to a member with two places, or one for orange ones; another member is free."""
    document = an_instance(
        rules={"households_per_member": [0, 2], **rules},
        members=[a_member("m1", senior=True), a_member("m2", senior=True)],
        households=[a_household(f"h{i}", risk=risk) for i in range(3)],
        pairs=[a_pair("m1", f"h{i}", "pin") for i in range(3)],
    )
    (cause,) = causes_of(document)
    assert (cause.kind, cause.members, len(cause.households), cause.places) == ("pins", ("m1",), places + 1, places)


def test_the_limit_of_moves() -> None:
    """One household must leave a member with too many: limit 0 makes no plan, limit 1 does, also when it counts."""
    document = an_instance(
        rules={"households_per_member": [0, 2], "max_moves": 0},
        members=[a_member("m1"), a_member("m2")],
        households=homes(3, current="m1"),
    )
    (cause,) = causes_of(document)
    assert (cause.kind, cause.places, len(cause.households)) == ("max_moves", 0, 1)
    assert cause.sentence == "A plan needs at least 1 move, but only 0 are allowed (max_moves)."
    document["rules"]["max_moves"] = 1
    assert is_feasible(document)


def test_independent_causes_are_all_reported() -> None:
    """Too few places in the east, nobody for an orange household, two pins, and too few households for one member."""
    document = an_instance(
        rules={"households_per_member": [0, 2]},
        members=[
            a_member("m1", areas=["east"]),
            a_member("m2", areas=["west"]),
            a_member("m3", areas=["north"], households=[1, 2]),
        ],
        buildings=[a_building("b1", area="east"), a_building("b2", area="west")],
        households=[*homes(3), a_household("orange", "b2", "orange"), a_household("torn", "b2")],
        pairs=[a_pair("m1", "torn", "pin"), a_pair("m2", "torn", "pin")],
    )
    found = causes_of(document)
    assert sorted((cause.kind, len(cause.households)) for cause in found) == [
        ("pins", 1),
        ("too_few_households", 0),
        ("too_few_places", 1),
        ("too_few_places", 3),
    ]


def test_a_large_cause_is_cut_to_what_proves() -> None:
    """Of 40 households for one member of 15 places, 16 prove it; the sentence tells all that are too many."""
    document = an_instance(households=homes(40))
    (cause,) = causes_of(document)
    assert len(cause.households) == 16
    assert "25 too few with all that compete there" in cause.sentence


@pytest.mark.parametrize("seed", seeds(ci=50, soak=400))
def test_examine_and_fewest_moves_equal_another_solver(seed: int) -> None:
    """No infeasible verdict on a feasible problem and none the other way; the fewest moves are exact."""
    document = random_instance(random.Random(1000 + seed), members=6, households=18, planted=seed % 3 == 0)
    instance = instance_of(document)
    problem = build_problem(instance)
    expected, limit = fewest_moves_by_networkx(problem), instance.rules.max_moves
    found = examine(problem)
    possible = expected is not None and (limit is None or expected <= limit)
    assert isinstance(found, Feasible) is possible
    if isinstance(found, Infeasible):
        assert_certificates(instance, found)
    else:
        assert is_feasible(document)
    if expected is None:
        with pytest.raises(NoPlan):
            fewest_moves(problem)
    else:
        fewest = fewest_moves(problem)
        by_id = {home.id: instance.members[fewest.assignment[h]].id for h, home in enumerate(instance.households)}
        counted = recount(instance, by_id, max_moves=problem.households)
        assert (fewest.moves, counted.moves, counted.broken) == (expected, expected, [])


def test_alike_households_are_one_class() -> None:
    """Same members, same colour: one class, also over two buildings; an avoidance or a pin sets apart."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2")],
        buildings=[a_building("b1"), a_building("b2", 50)],
        households=[*homes(3), a_household("h3", "b2"), a_household("h4", risk="orange")],
        pairs=[a_pair("m1", "h1", "avoids"), a_pair("m1", "h2", "pin")],
    )
    problem = problem_of(document)
    alike = alike_of(problem)
    assert [of.tolist() for of in alike.households] == [[0, 3], [1], [2], [4]]
    assert alike.allowed.tolist() == [[True, True], [False, True], [True, False], [False, False]]
    assert alike.pinned.tolist() == [False, False, True, False]
    assert [of.tolist() for of in alike_of(problem, by_building=True).households] == [[0], [1], [2], [3], [4]]


def test_households_stay_where_they_are_as_far_as_counts_allow() -> None:
    """Two of three alike go to m2: the one that is there today is one of them; a fourth gets nobody."""
    households = [a_household("h0"), a_household("h1"), a_household("h2", current="m2"), a_household("h3")]
    problem = problem_of(an_instance(members=[a_member("m1"), a_member("m2")], households=households))
    assert hand_out(problem, alike_of(problem), {(0, 0): 1, (0, 1): 2}).tolist() == [0, 1, 1, -1]

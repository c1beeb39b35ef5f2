"""Repairs: each makes a plan possible when it is applied, which another solver confirms; every kind is found."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from planner.changes import apply_changes
from planner.feasibility import Infeasible, examine
from planner.instance import Instance
from planner.plan_file import Repair
from planner.problem import build_problem
from planner.repairs import find_repairs
from tests.planner.builders import (
    Json,
    a_building,
    a_household,
    a_member,
    a_pair,
    an_instance,
    instance_of,
    random_instance,
)
from tests.planner.by_networkx import fewest_moves_by_networkx
from tests.planner.slices import seeds


def repairs_of(document: Json, *, deadline_seconds: float = 60) -> list[Repair]:
    """The repairs of an infeasible instance, each applied and solved again."""
    instance = instance_of(document)
    found = examine(build_problem(instance))
    assert isinstance(found, Infeasible)
    repairs = find_repairs(instance, found.causes, deadline_seconds=deadline_seconds)
    assert_each_works(instance, repairs)
    return repairs


def assert_each_works(instance: Instance, repairs: Sequence[Repair]) -> None:
    """With the changes there is a plan within the limit of moves; all are verified, and different."""
    assert len(repairs) > 0
    for repair in repairs:
        changed = apply_changes(instance, repair.changes)
        fewest, limit = fewest_moves_by_networkx(build_problem(changed)), changed.rules.max_moves
        assert fewest is not None
        assert limit is None or fewest <= limit
        assert repair.verified
    assert len({str(repair.changes) for repair in repairs}) == len(repairs)


def homes(count: int, **more: object) -> list[Json]:
    """So many green households in b1."""
    return [a_household(f"h{i}", **more) for i in range(count)]  # type: ignore[arg-type]


def test_one_household_too_many() -> None:
    """A place more, or a member more: the place is cheaper."""
    first, second = repairs_of(an_instance(households=homes(16)))
    assert first.kind == "raise_upper_bound"
    assert first.changes["members"][0]["households"] == [0, 16]
    assert first.sentence == "Let m1 have at most 16 households instead of 15."
    assert second.kind == "add_members"
    assert second.sentence == "Add 1 member near b1 for 1 household."


def test_many_members_with_too_little_room_change_the_rule() -> None:
    """Eight members of two places for 24 households: the rule says three, nobody is named."""
    document = an_instance(
        rules={"households_per_member": [1, 2]}, members=[a_member(f"m{i}") for i in range(8)], households=homes(24)
    )
    first = repairs_of(document)[0]
    assert first.changes == {"rules": {"households_per_member": [1, 3]}}
    assert first.sentence == "Let every member have up to 3 households instead of 2."


def test_too_few_households() -> None:
    """One household for a member who must have two: he may have one."""
    document = an_instance(rules={"households_per_member": [2, 3]})
    assert [(one.kind, one.sentence) for one in repairs_of(document)] == [
        ("lower_lower_bound", "Let m1 have at least 1 household instead of 2.")
    ]


def test_orange_households() -> None:
    """Three orange ones where one is allowed: allow three, or find seniors."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "orange_per_member": 1},
        members=[a_member("m1", senior=True)],
        households=homes(3, risk="orange"),
    )
    kinds = {repair.kind: repair for repair in repairs_of(document)}
    assert kinds["raise_orange"].changes == {"rules": {"orange_per_member": 3}}
    added = kinds["add_members"].changes["members"]
    assert [member["senior"] for member in added] == [True, True]


def test_orange_households_where_none_are_allowed_and_nobody_is_senior() -> None:
    """A limit of 0 binds newcomers too: both must change at once."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "orange_per_member": 0}, households=homes(1, risk="orange")
    )
    (repair,) = repairs_of(document)
    assert repair.changes["rules"] == {"orange_per_member": 1}
    assert [member["senior"] for member in repair.changes["members"]] == [True]


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        ("lift_pin", [a_pair("m1", "h0", "pin"), a_pair("m2", "h0", "pin")]),
        ("lift_avoid", [a_pair("m1", "h0", "avoids")]),
    ],
)
def test_pairs_are_lifted(kind: str, pairs: list[Json]) -> None:
    """One of two pins goes; the only member's avoidance goes."""
    members = [a_member("m1"), a_member("m2")] if kind == "lift_pin" else [a_member("m1")]
    first = repairs_of(an_instance(members=members, households=homes(1), pairs=pairs))[0]
    assert first.kind == kind
    assert len(first.changes["drop_pairs"]) == 1


def test_reach_is_widened_as_far_as_needed() -> None:
    """100 m at 20 metres a minute and detour 1 are 5 minutes one way; the limit is 4."""
    document = an_instance(
        rules={"households_per_member": [0, 9], "detour": 1, "metres_per_minute": 20, "reach_minutes": 4},
        buildings=[a_building("b1", 100)],
    )
    first = repairs_of(document)[0]
    assert (first.kind, first.changes) == ("widen_reach", {"rules": {"reach_minutes": 5.0}})


@pytest.mark.parametrize(("area", "areas"), [("west", ["east", "west"]), (None, None)])
def test_areas_are_widened(area: str | None, areas: list[str] | None) -> None:
    """By the building's area; where the building has none, by all."""
    document = an_instance(members=[a_member("m1", areas=["east"])], buildings=[a_building("b1", area=area)])
    first = repairs_of(document)[0]
    assert first.kind == "widen_area"
    assert first.changes["members"][0]["areas"] == areas


def test_the_limit_of_moves_is_raised() -> None:
    """Two must move: allow two."""
    document = an_instance(
        rules={"households_per_member": [0, 2], "max_moves": 1},
        members=[a_member("m1"), a_member("m2")],
        households=homes(4, current="m1"),
    )
    (repair,) = repairs_of(document)
    assert (repair.kind, repair.changes) == ("raise_max_moves", {"rules": {"max_moves": 2}})
    assert repair.sentence == "Allow 2 moves instead of 1."


def test_a_limit_of_moves_beside_another_cause() -> None:
    """A member more takes one household of the three that are with m1: one move must be allowed as well."""
    document = an_instance(rules={"households_per_member": [0, 2], "max_moves": 0}, households=homes(3, current="m1"))
    kinds = {repair.kind: repair.changes for repair in repairs_of(document)}
    assert "rules" not in kinds["raise_upper_bound"]
    assert kinds["add_members"]["rules"] == {"max_moves": 1}


def test_independent_faults_at_once_are_repaired_together() -> None:
    """Two pins that contradict, a full member in the east, an orange household without a senior member."""
    document = an_instance(
        rules={"households_per_member": [0, 2]},
        members=[a_member("m1", areas=["east"]), a_member("m2", areas=["west"]), a_member("m3", areas=["west"])],
        buildings=[a_building("b1", area="east"), a_building("b2", area="west")],
        households=[*homes(3), a_household("orange", "b2", "orange"), a_household("torn", "b2")],
        pairs=[a_pair("m2", "torn", "pin"), a_pair("m3", "torn", "pin")],
    )
    for repair in repairs_of(document):
        assert len(repair.changes["drop_pairs"]) == 1
        assert any(member["id"] == "new-1" and member["senior"] for member in repair.changes["members"])


def test_newcomers_live_within_reach_and_have_fresh_ids() -> None:
    """Two buildings an hour apart need a newcomer each; `new-1` is taken."""
    document = an_instance(
        rules={"households_per_member": [0, 1], "reach_minutes": 10},
        members=[a_member("new-1", households=[0, 0])],
        buildings=[a_building("b1"), a_building("b2", 9000)],
        households=[a_household("h1"), a_household("h2", "b2")],
    )
    added = [[(m["id"], m["x"]) for m in repair.changes.get("members", [])] for repair in repairs_of(document)]
    assert [("new-2", 0), ("new-3", 9000)] in added


def test_no_time_still_gives_one() -> None:
    """The deadline ends the search for further repairs, not for the first."""
    assert len(repairs_of(an_instance(households=homes(16)), deadline_seconds=0)) == 1


@pytest.mark.parametrize("seed", seeds(ci=25, soak=200))
def test_every_random_infeasible_instance_has_a_repair_that_works(seed: int) -> None:
    """Whatever rules conflict, alone or together, at least one verified repair; each of them makes a plan possible."""
    document = random_instance(random.Random(5000 + seed), members=5, households=14, planted=False)
    instance = instance_of(document)
    found = examine(build_problem(instance))
    if isinstance(found, Infeasible):
        assert_each_works(instance, find_repairs(instance, found.causes, deadline_seconds=60))

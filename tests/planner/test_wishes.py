"""The report of wishes: shares by side, the true cost of one pair at once, and the rule where it cannot be."""

from __future__ import annotations

import random

import pytest

from planner.checks import recount
from planner.flow import first_plan
from planner.problem import build_problem
from planner.wishes import Side, wishes_of
from tests.planner.builders import a_household, a_member, a_pair, an_instance, instance_of, random_instance
from tests.planner.slices import seeds


def test_shares_pins_and_avoidances() -> None:
    """h0 wishes m1 and has him, h1 wishes m1 and has m2; m2 wishes h0; one pin kept, one of two avoidances broken."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2")],
        households=[a_household("h0"), a_household("h1")],
        pairs=[
            a_pair("m1", "h0", "household_prefers"),
            a_pair("m1", "h1", "household_prefers"),
            a_pair("m1", "h1", "household_prefers"),
            a_pair("m2", "h0", "member_prefers"),
            a_pair("m1", "h0", "pin"),
            a_pair("m2", "h0", "avoids"),
            a_pair("m2", "h1", "avoids"),
        ],
    )
    report = wishes_of(instance_of(document), {"h0": "m1", "h1": "m2"})
    assert report.sides == (Side("household_prefers", 2, 1), Side("member_prefers", 1, 0))
    assert [side.share for side in report.sides] == [0.5, 0.0]
    assert (report.pins, report.pins_kept, report.avoids, report.avoids_respected) == (1, 1, 2, 1)
    first, second = report.refused
    assert (first.member, first.household, first.has, first.rule) == ("m1", "h1", "m2", None)
    assert (second.member, second.pair_minutes, second.rule) == ("m2", None, "the pair is avoided")


@pytest.mark.parametrize(
    ("bounds", "words"), [([0, 1], "m2 has 1 households, as many as allowed"), ([1, 2], "m1 would have too few")]
)
def test_bounds_forbid_it_at_once(bounds: list[int], words: str) -> None:
    """The wish for m2 must wait for another move."""
    document = an_instance(
        rules={"households_per_member": bounds},
        members=[a_member("m1"), a_member("m2")],
        households=[a_household("h0"), a_household("h1")],
        pairs=[a_pair("m2", "h0", "household_prefers")],
    )
    (refused,) = wishes_of(instance_of(document), {"h0": "m1", "h1": "m2"}).refused
    assert refused.pair_minutes is None
    assert words in (refused.rule or "")


@pytest.mark.parametrize("seed", seeds(ci=20, soak=80))
def test_the_cost_at_once_is_that_of_the_recount_and_a_rule_is_one(seed: int) -> None:
    """Against a recount of the whole assignment with the pair changed."""
    instance = instance_of(random_instance(random.Random(700 + seed), members=4, households=12))
    found = first_plan(build_problem(instance))
    if found is None:
        return
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, found.tolist(), strict=True)}
    before = recount(instance, named)
    for one in wishes_of(instance, named, instance.rules.max_moves).refused:
        after = recount(instance, {**named, one.household: one.member})
        if before.broken:
            continue
        assert (one.rule is None) is (not after.broken)
        if one.pair_minutes is not None:
            assert one.pair_minutes == pytest.approx(after.objective - before.objective, abs=1e-6)

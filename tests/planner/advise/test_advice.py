"""Advice on planted cases: the planted change comes first, and its saving is the difference of two exact optima."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.advise import Advised, AdviseOptions, advise
from planner.changes import apply_changes
from planner.checks import recount
from planner.instance import Instance
from planner.service import SolveOptions, solve
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.explain.plans import a_plan
from tests.planner.oracle import optimum_by_sets
from tests.planner.slices import seeds

SHORT = AdviseOptions(seconds=4.0)


def advised(instance: Instance) -> Advised:
    """Advice on the best plan of a small instance."""
    plan = solve(instance, SolveOptions(work=50_000))
    assert plan.status == "optimal"
    return advise(instance, plan.assignment, SHORT)


def two_villages(**more: Json | list[Json]) -> Instance:
    """Village b1 at 0 with m1 and m2, village b2 at 7 km (260 minutes there and back) with m3 and m4.

    Three green households live in each; the target is fixed.
    """
    members = [a_member("m1", senior=True), a_member("m2"), a_member("m3", x=7000.0), a_member("m4", x=7000.0)]
    homes = [*(a_household(f"h{i}") for i in range(1, 4)), *(a_household(f"h{i}", "b2") for i in range(4, 7))]
    usual: Json = {
        "members": members,
        "buildings": [a_building("b1", area="west"), a_building("b2", x=7000.0, area="east")],
        "households": homes,
        "rules": {"households_per_member": [0, 5], "target_minutes": 200},
    }
    return instance_of(an_instance(**{**usual, **more}))


def remote_orange() -> Instance:
    """An orange household in b2, whose only senior member is m1, 260 minutes away."""
    homes = [*(a_household(f"h{i}") for i in range(1, 4)), a_household("h4", "b2", "orange")]
    return two_villages(households=homes)


def test_a_remote_orange_household_wants_a_senior_near() -> None:
    """To make m3 or m4 senior comes first; it saves what the exact optima of both instances differ by."""
    instance = remote_orange()
    found = advised(instance)
    first = next(one for one in found.advice if one.kind == "make_senior")
    assert found.advice[0].saving_minutes == pytest.approx(first.saving_minutes)
    assert first.member in ("m3", "m4")
    before, after = optimum_by_sets(instance), optimum_by_sets(apply_changes(instance, first.changes))
    assert before is not None
    assert after is not None
    assert first.saving_minutes == pytest.approx(before - after)
    assert first.saving_minutes > 6 * 260
    assert (found.households[0].household, found.households[0].member) == ("h4", "m1")
    assert found.members[0].member == "m1"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("lift_pin", {"pairs": [a_pair("m1", "h5", "pin")]}),
        ("lift_avoid", {"pairs": [a_pair("m3", "h5", "avoids"), a_pair("m4", "h5", "avoids")]}),
        (
            "raise_upper_bound",
            {
                "members": [
                    a_member("m1", senior=True),
                    a_member("m3", x=7000.0, households=[0, 2]),
                ]
            },
        ),
        (
            "widen_area",
            {"members": [a_member("m1"), a_member("m3", x=7000.0, areas=["west"])]},
        ),
        ("lower_lower_bound", {"members": [a_member("m1", households=[4, 5]), a_member("m3", x=7000.0)]}),
    ],
)
def test_a_planted_rule_is_found_with_its_exact_saving(kind: str, more: Json) -> None:
    """One rule keeps one household with somebody 7 km away; to change it saves the difference of the optima."""
    instance = two_villages(**more)
    found = advised(instance)
    one = next(one for one in found.advice if one.kind == kind)
    before, after = optimum_by_sets(instance), optimum_by_sets(apply_changes(instance, one.changes))
    assert before is not None
    assert after is not None
    assert one.saving_minutes == pytest.approx(before - after)
    assert one.saving_minutes > 100


def test_where_all_is_well_no_rule_is_to_be_changed() -> None:
    """Everybody is served next door and nobody asks for anything; a further member would only be idle."""
    assert [one.kind for one in advised(two_villages()).advice] == []


@pytest.mark.parametrize("seed", seeds(ci=3, soak=8))
def test_no_saving_is_above_the_exact_one(seed: int) -> None:
    """On a plan that is the best, what a change is said to save is what it saves; `changes` have a legal plan."""
    instance, _ = a_plan(seed, members=3, households=7)
    instance = replace(instance, rules=replace(instance.rules, max_moves=None))
    plan = solve(instance, SolveOptions(work=50_000))
    optimum = optimum_by_sets(instance)
    if plan.status != "optimal" or optimum is None:
        return
    for one in advise(instance, plan.assignment, AdviseOptions(seconds=2.0)).advice:
        after = optimum_by_sets(apply_changes(instance, one.changes))
        assert after is not None
        assert one.saving_minutes <= optimum - after + 1e-6
        assert recount(instance, plan.assignment).objective == pytest.approx(optimum)

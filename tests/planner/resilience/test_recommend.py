"""Who should have a household: each member's price is the exact one, and the order is by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.checks import recount
from planner.explain import NotExplained
from planner.instance import Instance, Pair
from planner.resilience import NoPlanToday, recommend
from tests.planner.builders import a_building, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.oracle import Facts, optimum_by_sets
from tests.planner.resilience.served import served_today
from tests.planner.slices import seeds


def least_with(instance: Instance, household: str, member: str) -> float | None:
    """The least minutes of any plan with the household at this member."""
    pairs = (*instance.pairs, Pair(member, household, "pin"))
    pinned = optimum_by_sets(replace(instance, pairs=pairs))
    if pinned is None:
        return None
    facts, h = Facts(instance), [home.id for home in instance.households].index(household)
    m = [one.id for one in instance.members].index(member)
    return pinned + facts.best[h] - facts.got[h][m]  # a pin hides what others would have given


@pytest.mark.parametrize("seed", seeds(ci=6, soak=120))
def test_prices_are_exact_and_in_order(seed: int) -> None:
    """dearer: the best plan with him against the best plan of all; change: against today."""
    instance = served_today(seed, members=3, households=7)
    today = recount(instance, {home.id: home.current or "" for home in instance.households}).objective
    for home in instance.households[::3]:
        found = recommend(instance, home.id)
        assert found.as_today
        assert found.current == home.current
        prices = {m.id: least_with(instance, home.id, m.id) for m in instance.members}
        possible = {m: price for m, price in prices.items() if price is not None}
        assert {one.member for one in found.options} == set(possible)
        best = min(possible.values())
        for one in found.options:
            assert one.dearer_minutes == pytest.approx(possible[one.member] - best, abs=1e-6)
            assert one.change_minutes == pytest.approx(possible[one.member] - today, abs=1e-6)
            assert one.today is (one.member == home.current)
        dearer = [one.dearer_minutes for one in found.options]
        assert dearer == sorted(dearer)


def test_a_household_of_nobody() -> None:
    """h2 is served by nobody; m1 lives next door, has h1 there and knows it; m2 lives 700 m away, m3 avoids it."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=700.0), a_member("m3")],
        households=[a_household("h1", current="m1"), a_household("h2")],
        pairs=[a_pair("m1", "h2"), a_pair("m3", "h2", "avoids")],
        rules={"target_minutes": 1000, "balance": {"below": [0, 0], "above": []}, "households_per_member": [0, 5]},
    )
    found = recommend(instance_of(document), "h2")
    assert (found.current, found.as_today) == (None, False)
    first, second = found.options
    assert (first.member, first.dearer_minutes, first.neighbours, first.tie_minutes) == ("m1", 0.0, 1, 10.0)
    assert (second.member, second.dearer_minutes) == ("m2", 26.0 + 10.0), "the walk and the tie; h1 goes along"
    assert [(one.household, one.to_member) for one in second.knock_on] == [("h1", "m2")]
    assert [(one.member, one.rule) for one in found.refused] == [("m3", "avoids")]


def test_the_knock_on_is_named() -> None:
    """m1 has one place, and h1 has it: h2 to m1 moves h1 on to m2."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=700.0)],
        buildings=[a_building("b1"), a_building("b2", x=350.0)],
        households=[a_household("h1", "b2", current="m1"), a_household("h2", "b1", current="m2")],
        rules={"target_minutes": 1000, "balance": {"below": [0, 0], "above": []}, "households_per_member": [1, 1]},
    )
    found = recommend(instance_of(document), "h2")
    assert found.options[0].member == "m1"
    assert found.options[0].change_minutes == -26.0
    assert [one.member for one in found.options] == ["m1", "m2"]


def test_no_plan_and_no_household() -> None:
    """Both say what to do."""
    homes = [a_household(f"h{i}") for i in range(16)]
    with pytest.raises(NoPlanToday, match="lianhu plan"):
        recommend(instance_of(an_instance(households=homes)), "h1")
    with pytest.raises(NotExplained, match="no household h77"):
        recommend(instance_of(an_instance()), "h77")

"""What explain says another choice would cost equals the exact optimum with that choice, and forbidden ones say why."""

from __future__ import annotations

import pytest

from planner.checks import recount
from planner.explain import HouseholdExplained, NotExplained, explain_household
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.explain.plans import a_plan
from tests.planner.oracle import Facts, least_by_sets
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=5, soak=30))
def test_every_price_is_the_exact_one(seed: int) -> None:
    """The least of any plan with the household there, against this plan and against the least of any plan at all."""
    instance, assignment = a_plan(seed)
    objective = recount(instance, assignment).objective
    optimum = least_by_sets(Facts(instance))
    assert optimum is not None
    homes = [home.id for home in instance.households]
    for h in range(0, len(homes), 3):
        found = explain_household(instance, assignment, homes[h])
        assert found.improvable_minutes == pytest.approx(objective - optimum, abs=1e-6)
        for other in found.others:
            m = [member.id for member in instance.members].index(other.member)
            facts = Facts(instance)
            allowed = facts.permitted[h][m]
            facts.permitted[h] = [i == m and allowed for i in range(len(instance.members))]
            least = least_by_sets(facts)
            assert (other.forbidden is None) == allowed
            if least is None:
                assert (other.change_minutes, other.repairable) == (None, not allowed)
            else:
                assert other.change_minutes == pytest.approx(least - objective, abs=1e-6)
                assert other.true_minutes == pytest.approx(least - optimum, abs=1e-6)
                assert other.terms is not None
                assert other.terms.objective == pytest.approx(other.change_minutes)


def a_street(**more: Json | list[Json]) -> Json:
    """m1 stands at b1, m2 700 m east of it (26 minutes there and back); two households in b1, both with m1."""
    members = [a_member("m1"), a_member("m2", x=700.0)]
    rules = {"households_per_member": [0, 2], "target_minutes": 1000, "balance": {"below": [0, 0], "above": []}}
    homes = [a_household("h1"), a_household("h2")]
    return an_instance(**{"members": members, "households": homes, "rules": rules, **more})


def explained(document: Json, household: str = "h1", **assignment: str) -> HouseholdExplained:
    """h1 and h2 with m1 unless said otherwise."""
    instance = instance_of(document)
    usual = {home.id: "m1" for home in instance.households}
    return explain_household(instance, {**usual, **assignment}, household)


def test_by_hand_a_free_move() -> None:
    """h1 to m2: a trip of 26 minutes and a second building of 10, which h2 saves when it goes along: 26 are left."""
    found = explained(a_street())
    assert found.share_minutes == 0.0, "h2 stays in the building, and there is no way to it"
    assert (found.member, found.rank, found.neighbours, found.improvable_minutes) == ("m1", 1, 2, 0.0)
    (other,) = found.others
    assert (other.member, other.walk_minutes, other.rank) == ("m2", 26.0, 2)
    assert (other.change_minutes, other.true_minutes, other.pair_minutes) == (26.0, 26.0, 36.0)
    assert [one.household for one in other.knock_on] == ["h2"]


def test_by_hand_a_swap_restores_the_bounds() -> None:
    """Both have exactly one: h1 to m2 sends h2 to m1. h2 stands at m2's door: two ways of 26 minutes."""
    document = a_street(
        buildings=[a_building("b1"), a_building("b2", x=700.0)],
        households=[a_household("h1"), a_household("h2", "b2")],
        rules={"households_per_member": [1, 1], "target_minutes": 1000, "balance": {"below": [0, 0], "above": []}},
    )
    (other,) = explained(document, h2="m2").others
    assert (other.change_minutes, other.true_minutes) == (52.0, 52.0)
    assert [(one.household, one.from_member, one.to_member) for one in other.knock_on] == [("h2", "m2", "m1")]


def test_by_hand_no_repair() -> None:
    """m2 is full of a pinned household, so nobody can make room for h1."""
    document = a_street(
        households=[a_household("h1"), a_household("h2")],
        rules={"households_per_member": [1, 1]},
        pairs=[a_pair("m2", "h2", "pin")],
    )
    (other,) = explained(document, h2="m2").others
    assert (other.repairable, other.change_minutes, other.forbidden) == (False, None, None)


def test_by_hand_a_plan_that_can_be_improved() -> None:
    """Both with m2 cost 26 + 10, with m1 only 10: m1 is cheaper by 26, which is no dearer than the best."""
    found = explained(a_street(), h1="m2", h2="m2")
    (other,) = found.others
    assert found.improvable_minutes == 26.0
    assert (other.change_minutes, other.true_minutes) == (-26.0, 0.0)


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("avoids", {"pairs": [a_pair("m2", "h1", "avoids")]}),
        ("pin", {"pairs": [a_pair("m1", "h1", "pin")]}),
        (
            "senior",
            {
                "members": [a_member("m1", senior=True), a_member("m2", x=700.0)],
                "households": [a_household("h1", risk="orange"), a_household("h2")],
            },
        ),
        ("area", {"members": [a_member("m1"), a_member("m2", x=700.0, areas=["west"])]}),
        ("reach", {"rules": {"households_per_member": [0, 5], "reach_minutes": 12.9}}),
    ],
)
def test_a_forbidden_member_has_the_rule_and_no_price(rule: str, more: Json) -> None:
    """One rule at a time forbids m2; 700 m are 13 minutes one way."""
    (other,) = explained(a_street(**more)).others
    assert (other.forbidden, other.change_minutes, other.true_minutes) == (rule, None, None)


def test_a_reach_that_suffices_forbids_nothing() -> None:
    """13 minutes one way are not more than 13."""
    (other,) = explained(a_street(rules={"households_per_member": [0, 5], "reach_minutes": 13})).others
    assert other.forbidden is None


def test_the_nearest_five_and_who_else_is_worth_asking() -> None:
    """Seven others: the nearest five, then the one with a tie, who is the seventh."""
    members = [a_member(f"m{i}", x=100.0 * i) for i in range(1, 9)]
    found = explained(a_street(members=members, pairs=[a_pair("m8", "h1")]))
    assert [other.member for other in found.others] == ["m2", "m3", "m4", "m5", "m6"]
    assert [other.member for other in found.also] == ["m8"]
    assert (found.tie_minutes, found.best_tie_minutes) == (0.0, 10.0)


def test_the_limit_of_moves_holds_for_repairs_too() -> None:
    """No move is allowed and h1 is where it is today: nobody else can have it."""
    document = a_street(
        households=[a_household("h1", current="m1"), a_household("h2", current="m1")],
        rules={"households_per_member": [0, 2], "max_moves": 0},
    )
    (other,) = explained(document).others
    assert (other.repairable, other.change_minutes) == (False, None)


def test_what_is_not_there_is_said() -> None:
    """An unknown household, one without a member, and a plan that breaks a rule: each in words."""
    with pytest.raises(NotExplained, match=r"no household h9 among the 2 households"):
        explained(a_street(), "h9")
    with pytest.raises(NotExplained, match=r"1 households have no member in this plan \(h2\)"):
        explain_household(instance_of(a_street()), {"h1": "m1"}, "h1")
    with pytest.raises(NotExplained, match=r"1 members have too few or too many households \(m1\)"):
        explained(a_street(rules={"households_per_member": [0, 1]}))

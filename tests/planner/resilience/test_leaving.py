"""Every member as if he left: against every way to give his households away, and exact plans without him."""

from __future__ import annotations

import pytest

from planner.checks import facts_of
from planner.checks.facts import permitted
from planner.errors import PlannerError
from planner.resilience import Leaving, resilience
from planner.resilience.today import without_members
from tests.planner.builders import Json, a_building, a_household, a_member, a_pair, an_instance, instance_of
from tests.planner.oracle import optimum_by_sets
from tests.planner.resilience.served import handovers, served_today
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=25, soak=600))
def test_single_leavers_against_every_way(seed: int) -> None:
    """At once exactly when some way keeps every rule; its minutes are those of the cheapest way."""
    instance = served_today(seed)
    for m, found in enumerate(resilience(instance).members):
        ways = list(handovers(instance, m))
        assert (found.outcome == "at_once") is (len(ways) > 0)
        if ways:
            (minutes,) = (cost for cost, way in ways if way == found.given)
            assert found.extra_minutes == pytest.approx(minutes, abs=1e-6)
            assert minutes == pytest.approx(min(cost for cost, _ in ways), abs=1e-6)


@pytest.mark.parametrize("seed", seeds(ci=25, soak=600))
def test_whom_nobody_can_replace(seed: int) -> None:
    """Irreplaceable exactly when no plan is left without him; who else may take a household is the recount's word."""
    instance = served_today(seed)
    for found in resilience(instance).members:
        left = without_members(instance, {found.member})
        possible = len(left.members) > 0 and optimum_by_sets(left) is not None
        assert (found.outcome in ("at_once", "with_moves")) is possible
        if not possible and len(left.members) > 0 and not found.nobody_else:
            assert found.why
        for cover in found.households:
            look = facts_of(left)
            takers = [x.id for x in left.members if permitted(look, x, look.households[cover.household])]
            assert cover.takers == len(takers)
            assert {taker.member for taker in cover.nearest} <= set(takers)
            assert len(cover.nearest) == min(3, len(takers))


def a_valley(**more: Json) -> Json:
    """m1 serves h1 and h2 in b1 (grid north), m2 h3 in b2 700 m east (grid south); room for two each."""
    parts: Json = {
        "members": [a_member("m1"), a_member("m2", x=700.0)],
        "buildings": [a_building("b1", area="north"), a_building("b2", x=700.0, area="south")],
        "households": [
            a_household("h1", current="m1"),
            a_household("h2", current="m1"),
            a_household("h3", "b2", current="m2"),
        ],
        "rules": {
            "households_per_member": [0, 2],
            "target_minutes": 1000,
            "balance": {"below": [0, 0], "above": []},
        },
    }
    return an_instance(**{**parts, **more})


def leaving(document: Json, member: str) -> Leaving:
    """What follows when this member leaves."""
    (found,) = resilience(instance_of(document), members=[member]).members
    return found


def test_by_hand_one_who_is_replaced() -> None:
    """m2 leaves: m1 has no place, unless he may have three; then one trip of 26 minutes more, and b2 as before."""
    rules = {**a_valley()["rules"], "households_per_member": [0, 3]}
    found = leaving(a_valley(rules=rules), "m2")
    assert (found.outcome, found.given, found.extra_minutes) == ("at_once", {"h3": "m1"}, 26.0)
    assert found.extra_walking_minutes == 26.0
    assert found.empties == ("south",)
    (cover,) = found.households
    assert (cover.takers, cover.with_place) == (1, 1)
    assert (cover.nearest[0].walk_minutes, cover.nearest[0].extra_minutes) == (26.0, 36.0)


def test_by_hand_no_places_left() -> None:
    """m1 leaves: m2 has one place for two households, and there is nobody else."""
    found = leaving(a_valley(), "m1")
    assert (found.outcome, found.extra_minutes) == ("no_plan", None)
    assert len(found.without_place) == 1
    assert found.why is not None


def test_each_of_a_full_area_is_missed_for_the_same_reason() -> None:
    """Three members of two places have six households: without any of them two have places for four."""
    homes = [a_household(f"h{i}", current=f"m{i % 3}") for i in range(6)]
    members = [a_member(f"m{i}") for i in range(3)]
    for found in resilience(instance_of(a_valley(members=members, households=homes))).members:
        assert found.outcome == "no_plan"
        assert found.why is not None
        assert "can go only to 2 members" in found.why
        assert "4 places" in found.why
        assert found.member not in found.why


def test_by_hand_a_household_that_avoids_the_only_other() -> None:
    """h3 avoids m1: nobody else may take it."""
    found = leaving(a_valley(pairs=[a_pair("m1", "h3", "avoids")]), "m2")
    assert (found.outcome, found.nobody_else) == ("nobody_else", ("h3",))
    assert found.households[0].nearest == ()


def test_by_hand_others_have_to_move_on() -> None:
    """m2 leaves; h3 may go to m1 alone, who is full of h1 and h2: one of them moves on to m3."""
    members = [a_member("m1"), a_member("m2", x=700.0), a_member("m3", x=9000.0)]
    document = a_valley(members=members, pairs=[a_pair("m3", "h3", "avoids")])
    found = leaving(document, "m2")
    assert (found.outcome, found.moves, found.without_place) == ("with_moves", 1, ("h3",))


def test_own_grids_of_households_decide() -> None:
    """The grids given are those that empty, not the buildings' areas."""
    found = resilience(instance_of(a_valley()), grids={"h1": "g", "h2": "g", "h3": "g"})
    assert [one.empties for one in found.members] == [(), ()]


def test_where_there_is_no_plan_today_nothing_is_said_of_later() -> None:
    """Five households and two members of two each: who leaves is not to blame."""
    homes = [a_household(f"h{i}", current="m1" if i < 2 else "m2") for i in range(5)]
    found = resilience(instance_of(a_valley(households=homes)))
    assert not found.plan_exists
    assert {one.outcome for one in found.members} == {"unknown"}
    assert found.irreplaceable == ()


def test_a_stranger() -> None:
    """Named, and what to do."""
    with pytest.raises(PlannerError, match="no active member m9"):
        resilience(instance_of(a_valley()), members=["m9"])

"""The default county is hard to plan, and can be planned: all read from its instance file by plain code."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest

from graph.rules import default_rules
from graph.sample.make import make_county
from graph.sample.size import Size
from graph.sample.write_instance import instance_of
from tests.graph.sample.conftest import OnDisk
from tests.graph.sample.planning import broken_rules, is_feasible, nearest_members, permitted

VISITS = {"green": 1, "blue": 2, "yellow": 3, "orange": 6}
MINUTES = {"green": 20, "blue": 20, "yellow": 20, "orange": 30}


def test_the_nearest_member_is_no_plan(full: OnDisk) -> None:
    """Giving each household to its nearest member breaks at least 300 rules."""
    assert broken_rules(full.instance, nearest_members(full.instance)) >= 300


def test_there_are_dense_buildings(full: OnDisk) -> None:
    """At least 100 buildings above 15 households, some above 40; planted.json lists them all."""
    doors = Counter(household["building"] for household in full.instance["households"])
    dense = {building: count for building, count in doors.items() if count > 15}
    assert len(dense) >= 100
    assert max(dense.values()) > 40
    assert {row["building"]: row["households"] for row in full.planted["hard"]["dense_buildings"]} == dense


def test_there_are_remote_hamlets(full: OnDisk) -> None:
    """At least 5 hamlets below 5 households, each more than a kilometre from any other house and any member."""
    hamlets = full.planted["hard"]["small_hamlets"]
    at = {building["id"]: (building["x"], building["y"]) for building in full.instance["buildings"]}
    assert len(hamlets) >= 5
    for row in hamlets:
        here = at[row["building"]]
        others = [math.dist(here, point) for building, point in at.items() if building != row["building"]]
        members = [math.dist(here, (member["x"], member["y"])) for member in full.instance["members"]]
        assert row["households"] < 5
        assert min(others) > 1000
        assert min(members) > 1000


def test_three_regions_are_filled_to_97_percent(full: OnDisk) -> None:
    """Large grids whose households are at least 97 % of the places of everybody who may serve any of them."""
    takers = permitted(full.instance)
    area_of = {building["id"]: building["area"] for building in full.instance["buildings"]}
    grid_of = {row["id"]: row["parent"] for row in full.tables["grids"]}

    def large(area: str) -> str:
        return grid_of[grid_of[grid_of[area]]]

    filled: list[str] = []
    for grid in {large(building["area"]) for building in full.instance["buildings"]}:
        inside = [h for h in full.instance["households"] if large(area_of[h["building"]]) == grid]
        who = {member for h in inside for member in takers[h["id"]]}
        places = sum((m["households"] or (5, 15))[1] for m in full.instance["members"] if m["id"] in who)
        if len(inside) >= 0.97 * places:
            filled.append(grid)
    assert sorted(filled) == [row["grid"] for row in full.planted["hard"]["tight_regions"]]
    assert len(filled) == 3


def test_one_household_alone_breaks_a_ceiling(full: OnDisk) -> None:
    """Its service and walking are above twice the target of whoever takes it."""
    breaking = _breaking(full.instance)
    assert [{"household": household["id"]} for household in breaking] == full.planted["hard"]["ceiling_households"]
    assert [household["risk"] for household in breaking] == ["orange"]


def _breaking(instance: dict[str, Any]) -> list[dict[str, Any]]:
    """Households for which v·(s + t) is above 2·share·T of every member who may take a household of that class."""
    members, target = instance["members"], instance["rules"]["target_minutes"]
    at = {building["id"]: (building["x"], building["y"]) for building in instance["buildings"]}
    kinds = {(h["building"], h["risk"], h["priority"]) for h in instance["households"]}
    breaking = set()
    for building, risk, priority in kinds:
        visits = max(VISITS[risk], 3 if priority else 0)
        x, y = at[building]
        if all(
            visits * (MINUTES[risk] + 2 * 1.3 * math.hypot(m["x"] - x, m["y"] - y) / 70) > 2 * target * m["share"]
            for m in members
            if m["senior"] or risk != "orange"
        ):
            breaking.add((building, risk, priority))
    return [h for h in instance["households"] if (h["building"], h["risk"], h["priority"]) in breaking]


def test_the_default_county_can_be_planned(full: OnDisk) -> None:
    """A maximum flow finds a member for every household within all hard rules."""
    assert is_feasible(full.instance)


@pytest.mark.parametrize(
    ("size", "seed"),
    [
        (Size(3000, 254, dense=True), 1),
        (Size(3, 1), 1),
        (Size(3, 10), 1),
        (Size(100, 1), 1),
        (Size(500, 40), 2),
        (Size(1000, 67), 1),
        (Size(2000, 169), 5),
        (Size(2000, 150), 6),
        (Size(1000, 200), 1),
    ],
    ids=str,
)
def test_counties_of_any_size_can_be_planned(size: Size, seed: int) -> None:
    """Whatever the ratio of households to members: where 5 to 15 cannot be kept, members have bounds of their own."""
    rules = default_rules()
    assert is_feasible(instance_of(make_county(size, seed, rules).county, rules))


def test_a_hard_county_has_many_lonely_orange_households() -> None:
    """Every fourth seed: a dozen orange households that no senior member has near; it can be planned, too."""
    rules = default_rules()
    instance = instance_of(make_county(Size(), 3, rules).county, rules)
    assert len(_breaking(instance)) == 12
    assert is_feasible(instance)


def test_today_gets_worse_than_the_rules_allow(full: OnDisk) -> None:
    """Today's assignment, those whose member left set aside, breaks hundreds of rules, too."""
    assignment = {h["id"]: h["current"] for h in full.instance["households"] if h["current"]}
    serving = {member["id"] for member in full.instance["members"]}
    kept = {household: member for household, member in assignment.items() if member in serving}
    assert broken_rules(full.instance, kept) >= 300

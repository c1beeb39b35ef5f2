"""Members yet to be found: how many, where, and within which bounds."""

from __future__ import annotations

import pytest

from planner.newcomers import newcomers
from tests.planner.builders import Json, a_building, a_household, a_member, an_instance, instance_of


def village(*risks: str) -> Json:
    """Households of these colours, 100 metres apart, each in a building of its own."""
    return an_instance(
        buildings=[a_building(f"b{i}", 100.0 * i) for i in range(len(risks))],
        households=[a_household(f"h{i}", f"b{i}", risk) for i, risk in enumerate(risks)],
    )


def found(*risks: str, orange: int = 3, reach: float | None = None, bounds: tuple[int, int] = (0, 2)) -> list[Json]:
    """(x, senior, households) of the members added for all of the village."""
    instance = instance_of(village(*risks))
    added = newcomers(instance, range(len(risks)), orange, reach, bounds)
    return [{"x": member.x, "senior": member.senior, "households": member.households} for member in added]


def test_as_many_as_places_ask_for() -> None:
    """Three households, two a member: the nearest two to the first, then the third with bounds of his own."""
    assert found("green", "green", "green", bounds=(2, 2)) == [
        {"x": 0.0, "senior": False, "households": None},
        {"x": 200.0, "senior": False, "households": (1, 2)},
    ]


def test_orange_households_need_seniors_and_keep_the_limit() -> None:
    """Two orange and one green, one orange a member: two seniors."""
    assert [one["senior"] for one in found("orange", "orange", "green", orange=1, bounds=(0, 9))] == [True, True]


def test_reach_keeps_them_near() -> None:
    """100 metres are 1.9 minutes one way."""
    assert len(found("green", "green", reach=1.8)) == 2
    assert len(found("green", "green", reach=1.9)) == 1


@pytest.mark.parametrize("taken", ["m1", "new-1"])
def test_ids_are_free(taken: str) -> None:
    """The first free number."""
    instance = instance_of({**village("green"), "members": [a_member(taken)]})
    (member,) = newcomers(instance, [0], 3, None, (0, 0))
    assert member.id == ("new-2" if taken == "new-1" else "new-1")
    assert member.households == (0, 15)

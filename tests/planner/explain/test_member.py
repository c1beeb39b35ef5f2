"""A member's workload, taken apart: the parts add up, and the lines are those of the objective."""

from __future__ import annotations

import pytest

from planner.checks import recount
from planner.explain import NotExplained, explain_member
from tests.planner.builders import a_building, a_household, a_member, an_instance, instance_of
from tests.planner.explain.plans import a_plan
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=5, soak=15))
def test_the_parts_add_up_to_what_the_recount_finds(seed: int) -> None:
    """Load = buildings + classes, by member; the lines' minutes of all members are the terms."""
    instance, assignment = a_plan(seed, members=5, households=25)
    counted = recount(instance, assignment)
    charged = {"balance": 0.0, "ceiling": 0.0}
    for member in instance.members:
        found = explain_member(instance, assignment, member.id)
        parts = sum(one.minutes for one in found.buildings) + sum(one.minutes for one in found.classes)
        assert found.load_minutes == pytest.approx(counted.loads[member.id])
        assert parts == pytest.approx(found.load_minutes)
        assert found.walking_minutes + found.service_minutes == pytest.approx(found.load_minutes)
        assert sum(line.minutes for line in found.lines) == pytest.approx(found.balance_minutes + found.ceiling_minutes)
        assert len(found.households) == found.households_count == sum(m == member.id for m in assignment.values())
        charged["balance"] += found.balance_minutes
        charged["ceiling"] += found.ceiling_minutes
    assert charged == pytest.approx({term: counted.terms[term] for term in charged})


def test_by_hand_one_remote_orange_household_dominates() -> None:
    """Six trips of 260 minutes are 1,560, and six visits of 30 minutes 180; the ceiling is 1,000.

    Above: 0.5 · (1,740 + 20 − 575) and 1.5 · (1,760 − 700), and 20 · 760 for the ceiling. The green one is 20 minutes.
    """
    document = an_instance(
        members=[a_member("m1", senior=True)],
        buildings=[a_building("b1"), a_building("b2", x=7000.0)],
        households=[a_household("h1"), a_household("h2", "b2", "orange")],
        rules={"households_per_member": [0, 15], "target_minutes": 500},
    )
    found = explain_member(instance_of(document), {"h1": "m1", "h2": "m1"}, "m1")
    assert (found.load_minutes, found.target_minutes, found.walking_minutes) == (1760.0, 500.0, 1560.0)
    assert [(one.building, one.trips, one.minutes, one.asked_by) for one in found.buildings] == [
        ("b2", 6, 1560.0, "h2"),
        ("b1", 1, 0.0, "h1"),
    ]
    assert [(one.risk, one.minutes) for one in found.classes] == [("orange", 180.0), ("green", 20.0)]
    assert [line.passed for line in found.lines] == [False, True, True, True]
    assert (found.balance_minutes, found.ceiling_minutes) == (0.5 * 1185 + 1.5 * 1060, 20 * 760.0)
    assert found.households[0].household == "h2"
    with pytest.raises(NotExplained, match="no member m7"):
        explain_member(instance_of(document), {"h1": "m1", "h2": "m1"}, "m7")

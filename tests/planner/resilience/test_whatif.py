"""What if some leave: the planner's repair against exact optima of the county without them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.checks import recount
from planner.errors import PlannerError
from planner.fewest_moves import fewest_moves
from planner.problem import build_problem
from planner.resilience import what_if_they_leave
from planner.resilience.today import without_members
from planner.service import SolveOptions
from tests.planner.builders import a_household, a_member, an_instance, instance_of
from tests.planner.oracle import optimum_by_sets
from tests.planner.resilience.served import served_today
from tests.planner.slices import seeds

LITTLE = SolveOptions(minimum=True, work=2000)


@pytest.mark.parametrize("seed", seeds(ci=15, soak=300))
@pytest.mark.parametrize("count", [1, 2])
def test_the_repair_is_the_exact_one(seed: int, count: int) -> None:
    """The fewest moves of others, and with these the least minutes of all plans; none where there is no plan."""
    instance = served_today(seed)
    gone = [member.id for member in instance.members][:count]
    if len(gone) == len(instance.members):
        return
    found = what_if_they_leave(instance, gone, LITTLE)
    left = without_members(instance, set(gone))
    if optimum_by_sets(left) is None:
        assert (found.plan.status, found.after, found.extra_minutes) == ("infeasible", None, None)
        assert found.plan.causes
        return
    fewest = fewest_moves(build_problem(left)).moves
    least = optimum_by_sets(replace(left, rules=replace(left.rules, max_moves=fewest)))
    assert found.after is not None
    assert found.before is not None
    assert least is not None
    assert found.plan.moves == fewest
    assert found.after.objective == pytest.approx(least)
    today = recount(instance, {home.id: home.current or "" for home in instance.households})
    assert (found.due_anyway, found.before.objective) == ((), pytest.approx(today.objective))
    assert found.extra_minutes == pytest.approx(least - today.objective)
    changed = {home.id for home in left.households if found.plan.assignment[home.id] != home.current}
    assert {one.household for one in found.changes} == changed
    assert {one.household for one in found.changes if one.forced} == set(found.orphaned)
    assert sum(not one.forced for one in found.changes) == fewest


def test_today_broken_is_mended_first() -> None:
    """h1 has nobody today: what leaving costs is measured against the plan in which h1 has somebody."""
    members = [a_member("m1"), a_member("m2"), a_member("m3", x=700.0)]
    homes = [a_household("h1"), a_household("h2", current="m3")]
    found = what_if_they_leave(instance_of(an_instance(members=members, households=homes)), ["m3"], LITTLE)
    assert (found.due_anyway, found.orphaned) == (("h1",), ("h2",))
    assert [(one.household, one.from_member, one.forced) for one in found.changes] == [("h2", "m3", True)]


def test_no_plan_with_everybody() -> None:
    """31 households for two members of 15: why there is none without one of them is said, and nothing is compared."""
    members = [a_member("m1"), a_member("m2")]
    homes = [a_household(f"h{i}", current="m1") for i in range(31)]
    found = what_if_they_leave(instance_of(an_instance(members=members, households=homes)), ["m2"], LITTLE)
    assert (found.plan.status, found.before, found.after, found.changes) == ("infeasible", None, None, ())


def test_strangers_and_everybody() -> None:
    """Both are refused, with what to do."""
    instance = instance_of(an_instance(members=[a_member("m1"), a_member("m2")]))
    with pytest.raises(PlannerError, match="no active member m7, m9"):
        what_if_they_leave(instance, ["m9", "m1", "m7"], LITTLE)
    with pytest.raises(PlannerError, match="nobody to plan with"):
        what_if_they_leave(instance, ["m2", "m1"], LITTLE)

"""The first plan: legal whenever it says anything, near by walking."""

from __future__ import annotations

import random

import pytest

from planner.checks import recount
from planner.feasibility import Infeasible, examine
from planner.flow import first_plan
from planner.problem import build_problem
from tests.planner.builders import (
    a_building,
    a_household,
    a_member,
    an_instance,
    instance_of,
    problem_of,
    random_instance,
)
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=20, soak=80))
def test_a_first_plan_is_legal(seed: int) -> None:
    """It keeps every hard rule but the limit of moves; where it finds none there is none, or the exact way finds it."""
    instance = instance_of(random_instance(random.Random(seed), members=5, households=20, planted=seed % 4 > 0))
    problem = build_problem(instance)
    found = first_plan(problem)
    if found is None:
        examined = examine(problem)
        assert isinstance(examined, Infeasible) or seed % 4 > 0
        return
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, found.tolist(), strict=True)}
    assert [rule for rule in recount(instance, named).broken if rule.rule != "max_moves"] == []


def test_households_go_to_who_is_near() -> None:
    """Two villages, two members: nobody walks to the other village."""
    problem = problem_of(
        an_instance(
            members=[a_member("m1"), a_member("m2", x=3000.0)],
            buildings=[a_building("b1"), a_building("b2", x=3000.0)],
            households=[a_household(f"h{i}", "b1" if i < 6 else "b2") for i in range(12)],
        )
    )
    found = first_plan(problem)
    assert found is not None
    assert found.tolist() == [0] * 6 + [1] * 6


def test_it_stops_when_told() -> None:
    """Time may be up before the first plan."""
    problem = problem_of(an_instance())
    assert first_plan(problem, lambda: True) is None

"""The solver's terms against the recount, which shares no formula with them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.checks import recount
from planner.problem import build_problem
from planner.terms import loads_of, moves_of, terms_of
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


def test_the_smallest_case_by_hand() -> None:
    """m1 walks 26 minutes there and back to a yellow household: three trips are 78, service 60, one building 10.

    T is 138 (the only member is the nearest), so the workload of 138 is on target: no balance, no ceiling.
    """
    problem = problem_of(
        an_instance(members=[a_member()], buildings=[a_building(x=700.0)], households=[a_household(risk="yellow")])
    )
    terms = terms_of(problem, np.array([0], dtype=np.int32))
    assert (terms.walking, terms.compactness) == (78, 10)
    assert terms.objective == 88


@pytest.mark.parametrize("seed", seeds(ci=20, soak=60))
def test_terms_equal_the_recount(seed: int) -> None:
    """Each of the six terms, the moves and every workload, on any assignment, legal or not."""
    rng = random.Random(seed)
    instance = instance_of(random_instance(rng, members=5, households=20, planted=seed % 2 == 0))
    problem = build_problem(instance)
    assignment = np.array([rng.randrange(problem.members) for _ in instance.households], dtype=np.int32)
    named = {home.id: instance.members[m].id for home, m in zip(instance.households, assignment, strict=True)}
    counted = recount(instance, named, target_minutes=problem.target_minutes)
    terms = terms_of(problem, assignment)
    assert terms.by_name() == pytest.approx(counted.terms)
    assert terms.objective == pytest.approx(counted.objective)
    assert moves_of(problem, assignment) == counted.moves
    loads = loads_of(problem, assignment) / 10
    assert {m.id: load for m, load in zip(instance.members, loads, strict=True)} == pytest.approx(counted.loads)

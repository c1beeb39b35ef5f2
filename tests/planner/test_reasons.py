"""Why a household is with its member: parts add up, ranks count the nearer, changes are named."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.reasons import FORCED, KEPT, MOVED, NEW, lines, loads
from tests.planner.builders import a_building, a_household, a_member, a_pair, an_instance, problem_of, random_instance
from tests.planner.slices import seeds


def two_members_one_building() -> dict[str, object]:
    """m1 stands at the building, m2 700 m away: 2 · 1.3 · 700 / 70 = 26 minutes there and back."""
    return an_instance(
        members=[a_member("m1"), a_member("m2", x=700.0)],
        buildings=[a_building("b1")],
        households=[
            a_household("h1", risk="yellow", current="m1"),
            a_household("h2", current="m1"),
            a_household("h3", current="gone"),
            a_household("h4"),
        ],
        pairs=[a_pair("m2", "h2", "knows"), a_pair("m2", "h1", "pin")],
    )


def test_a_line_shares_the_trips_of_its_building() -> None:
    """h1 (3 visits) and h2 (1) with m2: three trips of 26 minutes are 78, half each; service is 60 and 20."""
    found = lines(problem_of(two_members_one_building()), np.array([1, 1, 0, 0], dtype=np.int32))
    assert [line.minutes for line in found] == [60 + 39, 20 + 39, 20, 20]
    assert [line.walk_minutes for line in found] == [26, 26, 0, 0]
    assert [line.neighbours for line in found] == [2, 2, 2, 2]


def test_a_line_says_how_it_came_to_be() -> None:
    """h1 is pinned to m2 so its change is forced; h2 moves by choice; h3's member is gone; h4 had nobody."""
    found = lines(problem_of(two_members_one_building()), np.array([1, 1, 0, 0], dtype=np.int32))
    assert [line.change for line in found] == [FORCED, MOVED, FORCED, NEW]
    assert [line.pinned for line in found] == [True, False, False, False]
    assert [line.tie_minutes for line in found] == [0, 10, 0, 0]
    assert [line.rank for line in found] == [1, 2, 1, 1], "m1 may not take the pinned h1, but is nearer to h2"


def test_who_stays_is_kept() -> None:
    """Nothing changes for a household that stays with its member."""
    found = lines(problem_of(two_members_one_building()), np.array([1, 0, 0, 0], dtype=np.int32), only=[1])
    assert [(line.household, line.change) for line in found] == [(1, KEPT)]


@pytest.mark.parametrize("seed", seeds(ci=8, soak=20))
def test_the_parts_add_up_to_the_workload(seed: int) -> None:
    """Σ of a member's lines = L_m, whatever the instance."""
    rng = random.Random(seed)
    problem = problem_of(random_instance(rng))
    assignment = np.array([rng.randrange(problem.members) for _ in range(problem.households)], dtype=np.int32)
    parts = [0.0] * problem.members
    for line in lines(problem, assignment):
        parts[line.member] += line.minutes
    found = loads(problem, assignment)
    assert [load.minutes for load in found] == pytest.approx(parts)
    assert sum(load.households for load in found) == problem.households

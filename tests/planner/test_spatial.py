"""The order along a curve: another order of the same problem, neighbours together."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.problem import build_problem
from planner.spatial import hilbert, inverse, spatially_sorted
from planner.terms import terms_of
from tests.planner.builders import instance_of, random_instance
from tests.planner.slices import seeds


def test_the_curve_visits_every_point_in_steps_of_one() -> None:
    """On a grid of 8 × 8 each point has a position of its own, and positions that follow are side by side."""
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(8), np.arange(8)))
    order = np.argsort(hilbert(x, y, 3))
    assert sorted(hilbert(x, y, 3).tolist()) == list(range(64))
    assert (np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))).tolist() == [1] * 63


@pytest.mark.parametrize("seed", seeds(ci=10, soak=30))
def test_the_sorted_problem_is_the_same_problem(seed: int) -> None:
    """Any assignment costs the same in both orders, and comes back as it went."""
    rng = random.Random(seed)
    instance = instance_of(random_instance(rng, members=6, households=25))
    problem = build_problem(instance)
    assignment = np.array([rng.randrange(problem.members) for _ in instance.households], dtype=np.int32)
    there = spatially_sorted(problem)
    moved = there.from_original(assignment)
    assert there.to_original(moved).tolist() == assignment.tolist()
    assert terms_of(there.problem, moved).by_name() == pytest.approx(terms_of(problem, assignment).by_name())
    for h in range(problem.households):
        back = there.problem.permitted(int(inverse(there.household)[h]))
        assert back.tolist() == problem.permitted(h)[there.member].tolist()

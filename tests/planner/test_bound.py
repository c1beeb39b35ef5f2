"""The bound is never above the exact optimum, whatever the rules, the prices or the number of rounds."""

from __future__ import annotations

import random

import numpy as np
import pytest

from planner.bound.bounder import Bounder
from planner.bound.certify import certified_minutes
from planner.problem import build_problem
from tests.planner.builders import an_instance, instance_of, problem_of, random_instance
from tests.planner.oracle import optimum_by_program, optimum_by_sets
from tests.planner.slices import seeds

TOLERANCE = 1e-6


@pytest.mark.parametrize("seed", seeds(ci=30, soak=200))
def test_the_bound_is_at_most_the_optimum(seed: int) -> None:
    """200 small instances, each rule on in some and off in others, against every set of households of a member."""
    instance = instance_of(random_instance(random.Random(seed), members=3, households=8))
    optimum = optimum_by_sets(instance)
    assert optimum is not None, "the instances are built around a plan"
    bounder = Bounder(build_problem(instance), seed)
    bounder.improve(epochs=60)
    assert bounder.bound_minutes is not None
    assert 0 <= bounder.bound_minutes <= optimum + TOLERANCE * max(1.0, optimum)


@pytest.mark.parametrize("seed", seeds(ci=10, soak=40))
def test_wrong_prices_give_a_weaker_bound_that_still_holds(seed: int) -> None:
    """The certificate takes any prices and load multipliers, and never proves too much."""
    rng = np.random.default_rng(seed)
    instance = instance_of(random_instance(random.Random(1000 + seed), members=3, households=8))
    problem = build_problem(instance)
    optimum = optimum_by_sets(instance)
    assert optimum is not None
    for scale in (0.0, 10.0, 200.0):
        prices = rng.normal(scale, scale, problem.households)
        multipliers = rng.uniform(0.0, 3.0, problem.members)
        bound = certified_minutes(problem, prices, multipliers)
        assert bound <= optimum + TOLERANCE * max(1.0, optimum)


@pytest.mark.parametrize("seed", seeds(ci=4, soak=12))
def test_the_two_ways_to_the_optimum_agree(seed: int) -> None:
    """What the bound is judged by is itself checked: all sets, and a mixed-integer programme."""
    instance = instance_of(random_instance(random.Random(seed), members=3, households=7))
    assert optimum_by_program(instance) == pytest.approx(optimum_by_sets(instance), abs=1e-4)


def test_one_household_at_the_door_by_hand() -> None:
    """Ten minutes for the building and nothing else: the bound finds all of it."""
    bounder = Bounder(problem_of(an_instance()), 0)
    bounder.improve(epochs=100)
    assert bounder.bound_minutes == pytest.approx(10.0, abs=0.5)


def test_the_same_rounds_give_the_same_bound() -> None:
    """Rounds are counted, not timed: two runs of one seed agree to the last digit."""
    problem = problem_of(random_instance(random.Random(4), members=6, households=40))
    bounds: list[float | None] = []
    for _ in range(2):
        bounder = Bounder(problem, 3)
        bounder.improve(epochs=40)
        bounds.append(bounder.bound_minutes)
    assert bounds[0] == bounds[1]

"""The bound with a limit of moves: never above the exact optimum within the limit, whatever the price of a move."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from planner.bound.bounder import Bounder
from planner.fewest_moves import fewest_moves
from planner.limited_bound import LimitedBounder, less_the_price
from planner.problem import build_problem
from tests.planner.builders import a_building, a_household, a_member, an_instance, instance_of, random_instance
from tests.planner.oracle import optimum_by_sets
from tests.planner.slices import seeds

TOLERANCE = 1e-6


@pytest.mark.parametrize("seed", seeds(ci=25, soak=200))
def test_the_bound_is_at_most_the_optimum_within_the_limit(seed: int) -> None:
    """200 small instances with members of today, limits from the fewest moves up, prices changed on the way."""
    rng = random.Random(4000 + seed)
    document = random_instance(rng, members=3, households=8)
    names = [member["id"] for member in document["members"]]
    for home in document["households"]:
        home["current"] = rng.choice((*names, "left", None))
    document["rules"].pop("max_moves", None)
    problem = build_problem(instance_of(document))
    limit = fewest_moves(problem).moves + rng.randint(0, 2)
    document["rules"]["max_moves"] = limit
    optimum = optimum_by_sets(instance_of(document))
    assert optimum is not None
    bounder = LimitedBounder(replace(problem, max_moves=limit), seed)
    for price in (rng.uniform(0, 50), rng.uniform(100, 1000), 1e4, 0.0):
        bounder.aim_at(price, np.maximum(problem.current, 0))
        bounder.improve(epochs=15)
        assert bounder.bound_minutes is not None
        assert 0 <= bounder.bound_minutes <= optimum + TOLERANCE * max(1.0, optimum)


def test_a_price_of_moves_proves_more_than_none() -> None:
    """Two villages served crosswise, no move allowed: every walk of today is proven, without the limit nearly none."""
    document = an_instance(
        members=[a_member("m1"), a_member("m2", x=3000.0)],
        buildings=[a_building(f"b{i}", x=0.0 if i < 6 else 3000.0) for i in range(12)],
        households=[a_household(f"h{i}", f"b{i}", current="m2" if i < 6 else "m1") for i in range(12)],
        rules={"households_per_member": [5, 7]},
    )
    problem = build_problem(instance_of(document))
    free = Bounder(problem, 0)
    free.improve(epochs=60)
    limited = LimitedBounder(replace(problem, max_moves=1), 0)
    limited.aim_at(2000.0, problem.current)
    limited.improve(epochs=60)
    assert free.bound_minutes is not None
    assert limited.bound_minutes is not None
    assert limited.bound_minutes > free.bound_minutes + 500


def test_the_price_of_the_limit_comes_off() -> None:
    """100 minutes at 20 tenths a move: with 3 moves 94 are proven; never less than nothing."""
    assert less_the_price(100.0, 20, 3) == 94.0
    assert less_the_price(100.0, 2000, 3) == 0.0

"""The certificate with the true charge on load equals what all sets of households give."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from planner.bound.bounder import Bounder
from planner.bound.certify import certified_minutes
from planner.bound.exact_certify import exact_minutes
from planner.instance import Instance
from planner.problem import Floats, build_problem
from tests.planner.builders import instance_of, random_instance
from tests.planner.oracle import Facts, optimum_by_sets, sets_of
from tests.planner.slices import seeds

EVERYTHING = 1e7  # tenths: a theta that leaves nothing out


def proven_by_sets(instance: Instance, prices: Floats) -> float:
    """Σ prices + Σ over members of the least that one of all his sets costs, less its prices; at least 0."""
    facts = Facts(instance)
    total = float(prices.sum())
    for m in range(len(instance.members)):
        sets = sets_of(facts, m)
        total += min(cost - sum(p for h, p in enumerate(prices) if bits >> h & 1) for bits, cost in sets.items())
    return max(0.0, total)


@pytest.mark.parametrize("seed", seeds(ci=30, soak=400))
def test_it_is_what_all_sets_give(seed: int) -> None:
    """Prices about what households cost; any multipliers. With small thetas it is no more, and stays a bound."""
    rng = np.random.default_rng(seed)
    members, households = (3, 8) if seed % 2 else (2, 12)
    instance = instance_of(random_instance(random.Random(seed), members=members, households=households))
    problem = build_problem(instance)
    instance = replace(instance, rules=replace(instance.rules, target_minutes=problem.target_minutes))
    optimum = optimum_by_sets(instance)
    assert optimum is not None
    prices = rng.uniform(0.0, 2.5 * optimum / max(1, problem.households), problem.households)
    multipliers = rng.uniform(-0.5, 3.0, problem.members)
    expected = proven_by_sets(instance, prices)
    everything = np.full(problem.members, EVERYTHING)
    bound = exact_minutes(problem, prices, multipliers, everything)
    assert bound == pytest.approx(expected, rel=1e-6, abs=0.2)  # what is nearer than half a tenth a member is let be
    assert bound <= expected + 1e-6
    assert bound >= certified_minutes(problem, prices, multipliers, everything) - 1e-6
    some = rng.uniform(-50.0, 200.0, problem.members)
    assert exact_minutes(problem, prices, multipliers, some) <= expected + 1e-6 <= optimum + 1e-3


def test_what_there_is_no_time_for_is_what_the_multipliers_prove() -> None:
    """With no time at all the certificate is the other one."""
    problem = build_problem(instance_of(random_instance(random.Random(3), members=3, households=8)))
    guesses = np.full(problem.households, 60.0), np.full(problem.members, 0.3), np.zeros(problem.members)
    assert exact_minutes(problem, *guesses, over=lambda: True) == certified_minutes(problem, *guesses)


@pytest.mark.parametrize("seed", seeds(ci=6, soak=60))
def test_rounds_with_true_charges_prove_no_more_than_the_optimum(seed: int) -> None:
    """Sixty rounds, most of which look at loads as they are."""
    instance = instance_of(random_instance(random.Random(seed), members=3, households=8))
    optimum = optimum_by_sets(instance)
    assert optimum is not None
    bounder = Bounder(build_problem(instance), seed)
    bounder.improve(epochs=60, linear=0.3)
    assert (bounder.room is not None) == (len(instance.households) > 0)
    assert bounder.bound_minutes is not None
    assert 0 <= bounder.bound_minutes <= optimum + 1e-6 * max(1.0, optimum)


def test_prices_must_be_numbers() -> None:
    """As in the other certificate."""
    problem = build_problem(instance_of(random_instance(random.Random(1), members=2, households=4)))
    with pytest.raises(ValueError, match="finite"):
        exact_minutes(problem, np.full(4, np.nan), np.zeros(2), np.zeros(2))

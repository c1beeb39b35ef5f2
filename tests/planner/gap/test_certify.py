"""The certificate: any prices give a bound, good ones a good bound."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.gap import certify
from planner.gap.bounder import GapBounder, solve_linear
from planner.gap.certify import certified_bound, knapsack_at_most, relaxed_knapsack
from tests.planner.gap.builders import a_gap, a_larger_gap, optimum, random_gap
from tests.planner.slices import seeds


def best_by_all_sets(gain: list[int], use: list[int], capacity: int) -> int:
    """The most that any set within the capacity brings, all sets looked at."""
    best = 0
    for bits in range(1 << len(gain)):
        chosen = [k for k in range(len(gain)) if bits >> k & 1]
        if sum(use[k] for k in chosen) <= capacity:
            best = max(best, sum(gain[k] for k in chosen))
    return best


def test_a_bound_by_hand() -> None:
    """Prices 4 and 4: agent 0 (costs 1, 1) has room for one job and gains 3, agent 1 (costs 3, 3) for both and gains 2.

    The bound is 8 − 3 − 2 = 3; the optimum is 1 + 3 = 4, which prices 3 and 3 prove: 6 − 2 − 0.
    """
    gap = a_gap([[1, 1], [3, 3]], [[1, 1], [1, 1]], [1, 2])
    assert certified_bound(gap, np.array([4.0, 4.0])) == 3
    assert certified_bound(gap, np.array([3.0, 3.0])) == 4
    assert optimum(gap) == 4


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(-20, 40), st.sampled_from([0.4, 0.8, 1.5]))
def test_any_prices_give_a_bound(seed: int, middle: int, fill: float) -> None:
    """Wild prices, prices that are no numbers: the bound is at most the optimum."""
    draw = random.Random(seed)
    gap = random_gap(draw, agents=3, jobs=5, fill=fill)
    least = optimum(gap)
    prices = np.array([draw.choice([middle + draw.uniform(-9, 9), 1e300, -1e300, np.nan, np.inf]) for _ in range(5)])
    steady = np.array([middle + draw.uniform(-9, 9) for _ in range(5)])
    for bound in (certified_bound(gap, prices), certified_bound(gap, steady)):
        assert least is None or bound <= least


@pytest.mark.parametrize("seed", seeds(ci=3, soak=8))
def test_wrong_prices_prove_less(seed: int) -> None:
    """Those of the linear programme prove its bound; none, three times as much or shuffled ones prove less."""
    gap = a_larger_gap(seed)
    linear = solve_linear(gap)
    good = certified_bound(gap, linear.worth)
    assert good >= linear.bound
    assert certified_bound(gap, np.zeros(gap.jobs)) == 0
    assert certified_bound(gap, linear.worth * 3) < good
    assert certified_bound(gap, np.random.default_rng(seed).permutation(linear.worth)) < good


@pytest.mark.parametrize("seed", seeds(ci=8, soak=30))
def test_the_knapsack_is_exact_and_its_relaxation_is_above(seed: int) -> None:
    """Against all sets."""
    draw = random.Random(seed)
    gain = [draw.randint(1, 50) for _ in range(8)]
    use = [draw.randint(0, 20) for _ in range(8)]
    capacity = draw.randint(0, 60)
    best = best_by_all_sets(gain, use, capacity)
    assert knapsack_at_most(np.array(gain), np.array(use), capacity) == best
    fitting = [k for k in range(8) if use[k] <= capacity]
    relaxed = relaxed_knapsack(np.array(gain)[fitting], np.array(use)[fitting], capacity)
    assert best <= relaxed <= best + max(gain)
    assert relaxed_knapsack(np.array(gain), np.array(use), capacity) >= best


def test_a_table_too_large_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relaxed knapsack takes its place, and the bound still holds."""
    gap = random_gap(random.Random(3), agents=3, jobs=6)
    least = optimum(gap)
    assert least is not None
    exact = certified_bound(gap, solve_linear(gap).worth)
    monkeypatch.setattr(certify, "MOST_CELLS", 0)
    assert certified_bound(gap, solve_linear(gap).worth) <= exact <= least


@pytest.mark.parametrize("seed", seeds(ci=4, soak=12))
def test_the_auction_raises_the_bound_and_never_too_far(seed: int) -> None:
    """At most the optimum, at least the linear bound."""
    gap = random_gap(random.Random(seed), agents=3, jobs=7)
    least = optimum(gap)
    if least is None:
        return
    linear = solve_linear(gap)
    bounder = GapBounder(gap, linear, seed)
    first = bounder.bound
    assert first <= least
    bounder.improve(lambda: True, None)
    at_once = bounder.bound
    bounder.improve(lambda: False, None)
    assert max(first, linear.bound - 0.1) <= at_once <= bounder.bound <= least


def test_half_units_are_rounded_up_once() -> None:
    """One job, two agents of cost 5 and 6 and prices that prove 4.5 or 4.0: the bound is 5 or 4."""
    gap = a_gap([[5], [6]], [[1], [1]], [1, 1])
    assert [certified_bound(gap, np.array([p])) for p in (4.5, 4.0, 5.0, 5.5)] == [5, 4, 5, 5]

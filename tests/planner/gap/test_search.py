"""The searcher: what it tries, when it stops, and which warmth it takes."""

from __future__ import annotations

import time

import numpy as np

from planner.gap.bounder import solve_linear
from planner.gap.problem import Gap
from planner.gap.search import GapSearch
from tests.planner.gap.builders import a_larger_gap


def a_searcher(gap: Gap, seed: int = 0) -> GapSearch:
    """A searcher at the prices of the linear programme."""
    return GapSearch(gap, solve_linear(gap), seed)


def test_pairs_stand_by_reduced_cost() -> None:
    """The cheapest first; each job's count is that of its pairs within reach; no pair that does not fit."""
    gap = a_larger_gap(1, agents=6, jobs=30)
    gap.use[2, 5] = gap.capacity[2] + 1
    pairs = a_searcher(gap).pairs
    reduced = pairs.pair[pairs.job, pairs.agent, 0]
    assert (np.diff(reduced) >= 0).all()
    assert reduced[pairs.tried - 1] == pairs.reach
    assert pairs.near_count.tolist() == [int((pairs.pair[j, pairs.near[j], 0] <= pairs.reach).sum()) for j in range(30)]
    assert np.isinf(pairs.pair[5, 2, 0])
    assert 2 not in pairs.near[5, : pairs.near_count[5]]


def test_the_best_plan_only_gets_better() -> None:
    """And is within all capacities at its cost."""
    gap = a_larger_gap(2, agents=6, jobs=50)
    searcher = a_searcher(gap)
    costs: list[int] = []
    for run in range(3):
        searcher.run_work(run, 20_000, lambda: False)
        assert searcher.best is not None
        assert gap.within_capacity(searcher.best)
        costs.append(gap.cost_of(searcher.best))
        assert searcher.cost == costs[-1]
    assert costs == sorted(costs, reverse=True)
    assert searcher.chains == 60_000


def test_it_stops_when_told_and_when_time_is_up() -> None:
    """After a chunk."""
    searcher = a_searcher(a_larger_gap(2, agents=6, jobs=50))
    searcher.run_work(0, 10**9, lambda: True)
    assert searcher.chains < 10**6
    began = time.monotonic()
    searcher.run_seconds(1, began, began + 0.3, lambda: False)
    assert 0.3 <= time.monotonic() - began < 3


def test_every_warmth_has_its_turn_and_then_the_best_more() -> None:
    """Runs 1 to 3 found 9, 5 and 7: from then on every second run is as warm as run 2."""
    searcher = a_searcher(a_larger_gap(2, agents=3, jobs=10))
    searcher.warmths = (1.0, 1.0, 0.5, 2.0)
    assert [searcher.warmth(run) for run in range(4)] == [1.0, 1.0, 0.5, 2.0]
    searcher.results = [1.0, 9.0, 5.0, 7.0]
    assert [searcher.warmth(run) for run in range(4, 9)] == [0.5, 1.0, 0.5, 2.0, 0.5]

"""The compiled kernels of generalised assignment against slow, readable twins."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

from planner.gap.bounder import solve_linear
from planner.gap.search import GapSearch
from planner.kernels.draw import below, unit
from planner.kernels.gap_chain import BEST, COST, MOST, Pairs, State, anneal_chains, lay_out
from planner.kernels.gap_prices import MOMENTUM, best_set, capacity_prices, price_round
from tests.planner.gap.builders import a_larger_gap, random_gap
from tests.planner.gap.test_certify import best_by_all_sets
from tests.planner.slices import seeds


@pytest.mark.parametrize("seed", seeds(ci=6, soak=20))
def test_the_best_set_is_the_best(seed: int) -> None:
    """Its worth is that of all sets, and of the jobs it names; they fit."""
    draw = random.Random(seed)
    cost = np.array([draw.randint(0, 9) for _ in range(8)], dtype=np.float64)
    use = np.array([draw.randint(0, 9) for _ in range(8)], dtype=np.int64)
    price = np.array([float(draw.randint(0, 15)) for _ in range(8)])
    capacity = draw.randint(0, 25)
    item, taken, table = np.zeros(8, dtype=np.int64), np.zeros(8, dtype=np.int64), np.zeros((9, capacity + 1))
    worth, count = best_set(cost, use, capacity, price, item, table, taken)
    chosen = taken[:count].tolist()
    gains = [int(g) for g in np.maximum(price - cost, 0)]
    assert worth == best_by_all_sets(gains, use.tolist(), capacity)
    assert worth == sum(price[j] - cost[j] for j in chosen)
    assert use[chosen].sum() <= capacity
    assert len(set(chosen)) == count


def test_prices_of_capacity_equal_their_twin() -> None:
    """The same steps with arrays."""
    gap = a_larger_gap(5, agents=4, jobs=12)
    cost, use = np.ascontiguousarray(gap.cost.T.astype(float)), np.ascontiguousarray(gap.use.T.astype(float))
    capacity = gap.capacity.astype(float)
    price, best, highest, direction = np.zeros(4), np.zeros(4), -math.inf, np.zeros(4)
    for r in range(50):
        step = 2.0 * (0.01 / 2.0) ** (r / 50)
        full = cost + price * use
        at = full.argmin(axis=1)
        value = full.min(axis=1).sum() - price @ capacity
        if value > highest:
            highest, best = value, price.copy()
        load = np.bincount(at, use[np.arange(12), at], minlength=4)
        direction = MOMENTUM * direction + (1 - MOMENTUM) * (load - capacity) / capacity
        price = np.maximum(0.0, price + step * direction)
    assert np.allclose(capacity_prices(cost, use, capacity, 50, 2.0, 0.01), best)


def test_a_round_of_the_auction_by_hand() -> None:
    """Two jobs at 5 rise to 6; agent 0 (costs 1 and 4, room for one) takes the first, agent 1 (costs 9) nothing."""
    price = np.array([5.0, 5.0])
    cost, use = np.array([[1.0, 4.0], [9.0, 9.0]]), np.ones((2, 2), dtype=np.int64)
    item, table = np.zeros(2, dtype=np.int64), np.zeros((3, 3))
    price_round(cost, use, np.array([1, 2]), price, 1.0, np.array([0, 1]), item, table)
    assert price.tolist() == [5.0, 6.0]


class Twin:
    """anneal_chains in words of one syllable: owners and loads alone, every charge from scratch."""

    def __init__(self, pairs: Pairs, state: State, rho: float, sigma: float) -> None:
        self.pairs, self.rho, self.sigma = pairs, rho, sigma
        self.word = state.word.copy()
        self.rows = [state.row[i, : state.held[i]].tolist() for i in range(len(state.held))]
        self.over: list[float] = state.over.tolist()
        self.total = 0.0

    def charge(self, i: int, over: float) -> float:
        slack, excess, price = max(0.0, -over), max(0.0, over), float(self.pairs.price[i])
        return price * (slack * min(1.0, self.rho * slack) + excess * min(MOST, self.rho * self.sigma * excess))

    def change(self, moves: list[tuple[int, int, int]]) -> float:
        """What moves (job, from, to) change."""
        over, reduced = dict[int, float](), 0.0
        for j, source, to in moves:
            reduced += self.pairs.pair[j, to, 0] - self.pairs.pair[j, source, 0]
            over[source] = over.get(source, self.over[source]) - self.pairs.pair[j, source, 1]
            over[to] = over.get(to, self.over[to]) + self.pairs.pair[j, to, 1]
        return reduced + sum(self.charge(i, x) - self.charge(i, self.over[i]) for i, x in over.items())

    def owner(self, j: int) -> int:
        return next(i for i, row in enumerate(self.rows) if j in row)

    def do(self, moves: list[tuple[int, int, int]]) -> None:
        for j, source, to in moves:
            row = self.rows[source]
            row[row.index(j)] = row[-1]
            row.pop()
            self.rows[to].append(j)
            self.over[source] -= float(self.pairs.pair[j, source, 1])
            self.over[to] += float(self.pairs.pair[j, to, 1])

    def link(self, chain: list[tuple[int, int, int]], draws: int) -> tuple[Any, Any]:
        """The cheapest way to close the chain among the draws, and the best fit to go on with."""
        last, first = chain[-1][2], chain[0][1]
        visited = {first, *(to for _, _, to in chain)}
        closed, onward = (math.inf, None), (math.inf, None)
        for _ in range(draws):
            k = self.rows[last][below(self.word, len(self.rows[last]))]
            if self.pairs.pair[k, first, 0] <= self.pairs.reach:
                closing = [*chain, (k, last, first)]
                closed = min(closed, (self.change(closing), closing), key=lambda x: x[0])
            i = int(self.pairs.near[k, below(self.word, int(self.pairs.near_count[k]))])
            if i not in visited:
                going = [*chain, (k, last, i)]
                fit = self.change(going) - self.charge(i, self.over[i] + self.pairs.pair[k, i, 1])
                fit += self.charge(i, self.over[i])
                onward = min(onward, (fit, going), key=lambda x: x[0])
        return closed, onward

    def chain(self, temperature: float, draws: int, longest: int, shifts: int) -> None:
        drawn = below(self.word, self.pairs.tried)
        j, to = int(self.pairs.job[drawn]), int(self.pairs.agent[drawn])
        first = self.owner(j)
        if to == first:
            return
        limit = -temperature * math.log(unit(self.word))
        links = 1 if below(self.word, 100) < shifts else longest
        chain = [(j, first, to)]
        best = (self.change(chain), chain)
        while len(chain) < links and self.rows[chain[-1][2]]:
            closed, onward = self.link(chain, draws)
            best = min(best, closed, key=lambda x: x[0])
            if onward[1] is None:
                break
            chain = onward[1]
            best = min(best, (self.change(chain), chain), key=lambda x: x[0])
        if best[0] <= limit:
            self.do(best[1])


@pytest.mark.parametrize("seed", seeds(ci=3, soak=6))
def test_chains_equal_their_twin(seed: int) -> None:
    """Two hundred chains with the same draws end in the same rows."""
    gap = a_larger_gap(seed, agents=4, jobs=20)
    searcher = GapSearch(gap, solve_linear(gap), seed)
    state = searcher.new_state()
    lay_out(searcher.pairs, state, gap.capacity)
    twin = Twin(searcher.pairs, state, 0.01, 3.0)
    anneal_chains(searcher.pairs, state, 200, 2.0, 2.0, 0.01, 3.0, 4, 3, 30)
    for _ in range(200):
        twin.chain(2.0, 4, 3, 30)
    assert [state.row[i, : state.held[i]].tolist() for i in range(4)] == twin.rows
    assert np.allclose(state.over, twin.over)


@pytest.mark.parametrize("seed", seeds(ci=2, soak=5))
def test_what_is_kept_up_equals_a_recount(seed: int) -> None:
    """After thousands of chains: loads, rows, reduced costs, and the best plan's cost."""
    gap = random_gap(random.Random(seed), agents=4, jobs=15, fill=1.0)
    linear = solve_linear(gap)
    searcher = GapSearch(gap, linear, seed)
    state = searcher.new_state()
    lay_out(searcher.pairs, state, gap.capacity)
    anneal_chains(searcher.pairs, state, 5000, 3.0, 0.1, 0.5, 3.0, 4, 4, 30)
    jobs = np.arange(gap.jobs)
    used = np.bincount(state.owner, gap.use[state.owner, jobs], minlength=4)
    assert np.allclose(state.over, used - gap.capacity)
    assert state.total[COST] == pytest.approx(linear.reduced[jobs, state.owner].sum())
    assert sorted(j for i in range(4) for j in state.row[i, : state.held[i]].tolist()) == jobs.tolist()
    if np.isfinite(state.total[BEST]):
        assert gap.within_capacity(state.best)
        slack = gap.capacity - np.bincount(state.best, gap.use[state.best, jobs], minlength=4)
        expected = linear.reduced[jobs, state.best].sum() + searcher.pairs.price @ slack
        assert state.total[BEST] == pytest.approx(expected)

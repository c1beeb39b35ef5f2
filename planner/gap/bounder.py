"""Looks for the prices that prove most: of the capacities first, which is quick, then of the jobs by knapsacks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.gap.certify import certified_bound
from planner.gap.problem import Gap
from planner.kernels.gap_prices import capacity_prices, price_round
from planner.problem import Floats

LINEAR_ROUNDS, LEAST_LINEAR_ROUNDS, LINEAR_WORK = 3000, 1000, 150_000_000  # the last: rounds x pairs
FIRST_SHARE, LAST_SHARE = 2.0, 0.002  # steps of the capacities' prices, in middling cost by middling use
ROUNDS = 300  # of the auction, at most
LEAST_ROUNDS, WORK_PER_ROUND = 30, 20_000
FIRST_STEP, LAST_STEP = 0.3, 0.01  # of the jobs' prices, in what the second agent of a middling job costs more
AVERAGED = 0.1  # weight of the newest prices in the running average
CERTIFIED_ROUNDS = 50
LARGEST_TABLE = 50_000_000  # numbers; where a capacity is larger the linear bound is all there is
LEAST_STEP = 1e-3  # of the mean cost


@dataclass(frozen=True, slots=True)
class Linear:
    """The linear programme by its prices.

    price    (m,) of a unit of capacity
    worth    (n,) of a job: min_i (c_ij + price_i · a_ij)
    reduced  (n, m) c_ij + price_i · a_ij − worth_j ≥ 0, inf where the job does not fit
    bound    Σ worth − Σ price · capacity, a floating-point number: a guide, not a certificate
    """

    price: Floats
    worth: Floats
    reduced: Floats
    bound: float


def solve_linear(gap: Gap) -> Linear:
    """Prices near the optimum of the linear programme; every job must fit somebody."""
    cost = np.ascontiguousarray(gap.permitted_cost().T)
    use = np.ascontiguousarray(gap.use.T.astype(np.float64))
    capacity = gap.capacity.astype(np.float64)
    middling = float(np.median(np.abs(gap.cost))) / max(1.0, float(np.median(gap.use)))
    unit = max(middling, 1e-6)
    rounds = min(LINEAR_ROUNDS, max(LEAST_LINEAR_ROUNDS, LINEAR_WORK // cost.size))
    price = capacity_prices(cost, use, capacity, rounds, FIRST_SHARE * unit, LAST_SHARE * unit)
    full = cost + price * use
    worth = full.min(axis=1)
    return Linear(price, worth, full - worth[:, None], float(worth.sum() - price @ capacity))


class GapBounder:
    """A certified bound, better the longer it runs; `bound` may be read by other threads.

    At first it is what the jobs cost where each is cheapest.
    """

    def __init__(self, gap: Gap, linear: Linear, seed: int) -> None:
        self.gap, self.linear = gap, linear
        self.random = np.random.default_rng(seed)
        self.price = linear.worth.copy()
        self.average = linear.worth.copy()
        self.bound = int(np.where(gap.fits(), gap.cost, np.iinfo(np.int64).max).min(axis=0).sum())

    def improve(self, stop: Callable[[], bool], seconds: float | None, work: int | None = None) -> None:
        """Rounds of the auction with shrinking steps, until they are done, `stop` is true or the time is up.

        Where work is counted there are fewer rounds for little work.
        """
        self.certify()
        rounds = ROUNDS if work is None else min(ROUNDS, LEAST_ROUNDS + work // WORK_PER_ROUND)
        most = int(self.gap.capacity.max())
        if (self.gap.jobs + 1) * (most + 1) > LARGEST_TABLE:
            return
        table, item = np.empty((self.gap.jobs + 1, most + 1)), np.empty(self.gap.jobs, dtype=np.int64)
        cost, unit, began = self.gap.permitted_cost(), self._unit(), time.monotonic()
        done, part = 0, 0.0
        while part < 1.0 and not stop():
            step = unit * FIRST_STEP * (LAST_STEP / FIRST_STEP) ** part
            order = self.random.permutation(self.gap.agents)
            price_round(cost, self.gap.use, self.gap.capacity, self.price, step, order, item, table)
            self.average += AVERAGED * (self.price - self.average)
            done += 1
            part = done / rounds
            if seconds is not None:
                part = max(part, (time.monotonic() - began) / max(seconds, 1e-9))
            if done % CERTIFIED_ROUNDS == 0:
                self.certify()
        self.certify()

    def certify(self) -> None:
        """Certify what the average prices prove."""
        self.bound = max(self.bound, certified_bound(self.gap, self.average))

    def _unit(self) -> float:
        """What the second agent of a middling job costs more than the first."""
        least = LEAST_STEP * max(1.0, float(np.abs(self.gap.cost).mean()))
        if self.gap.agents < 2:
            return least
        second = np.partition(self.linear.reduced, 1, axis=1)[:, 1]
        second = second[np.isfinite(second)]
        return max(least, float(np.median(second))) if len(second) else least

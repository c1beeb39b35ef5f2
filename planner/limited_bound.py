"""A bound on plans with few moves: at a price for each move nobody gains by breaking the limit.

A plan with at most N moves costs, with λ more minutes for each move, at most λ·N more. So what bounds all plans at the
dearer churn, less λ·N, bounds the plans within the limit, whatever λ ≥ 0 is (Geoffrion 1974, Lagrangian relaxation of
one row). The search's own price of a move is close to the best λ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from graph.pairs import TENTHS
from planner.bound.bounder import Bounder
from planner.kernels.bound_arrays import Floats
from planner.problem import Ints32, Problem

FIRST_PRICE = 500  # tenths a move, before the search has found its own
FIRST_SHARE = 0.25  # of the time before the price is read again
Aim = Callable[[], tuple[float, Ints32]]  # (price of a move in tenths, a plan to start from)


def dearer(problem: Problem, price_tenths: int) -> Problem:
    """The problem without its limit, each move so much dearer."""
    return replace(problem, churn_tenths=problem.churn_tenths + price_tenths, max_moves=-1)


def less_the_price(bound_minutes: float, price_tenths: int, limit: int) -> float:
    """The bound for plans with at most `limit` moves, from one for all plans at the dearer churn; minutes, ≥ 0."""
    return max(0.0, bound_minutes - price_tenths * limit / TENTHS)


class LimitedBounder:
    """As Bounder, for a problem with a limit of moves: the best over all prices tried."""

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        self.problem, self.seed = problem, seed
        self._bound: float | None = None
        self._before: dict[int, float] = {}
        self._inner: Bounder | None = None
        self._price = FIRST_PRICE
        self._plan: Ints32 | None = None

    @property
    def bound_minutes(self) -> float | None:
        """The best certified bound so far, minutes; None before the first."""
        inner = self._inner
        current = None if inner is None else inner.bound_minutes
        if current is None:
            return self._bound
        current = less_the_price(current, self._price, self.problem.max_moves)
        return current if self._bound is None else max(current, self._bound)

    @property
    def proven(self) -> dict[int, float]:
        """Price of a move in tenths: minutes that no plan can be below where a move costs so much more."""
        inner = None if self._inner is None else self._inner.bound_minutes
        if inner is None:
            return self._before
        return {**self._before, self._price: max(inner, self._before.get(self._price, 0.0))}

    @property
    def prices(self) -> Floats | None:
        """(H,) minutes: what taking a household is worth at the present price of a move."""
        return None if self._inner is None else self._inner.prices

    def start_from(self, assignment: Ints32) -> None:
        """Start from the prices of a plan, (H,) the member of each household."""
        self._plan = assignment

    def aim_at(self, price_tenths: float, plan: Ints32) -> Bounder:
        """Prove at this price of a move from now on, with the prices so far, or else those of `plan`."""
        self._bound, self._before = self.bound_minutes, self.proven
        before, self._inner = (
            self._inner,
            None,
        )  # whoever reads the bound meanwhile does not take the old one at the new price
        self._price = max(0, round(price_tenths))
        inner = Bounder(dearer(self.problem, self._price), self.seed)
        if before is None or before.epochs == 0:
            inner.start_from(plan)
        else:
            _carry(before, inner, self.problem, plan)
        self._inner = inner
        return inner

    def improve(
        self,
        *,
        seconds: float | None = None,
        epochs: int | None = None,
        stop: Callable[[], bool] = lambda: False,
        aim: Aim | None = None,
    ) -> None:
        """As Bounder.improve; with `aim` and seconds the price is read again after a part of the time."""
        inner = self._ready()
        if seconds is None or aim is None:
            inner.improve(seconds=seconds, epochs=epochs, stop=stop)
            return
        inner.improve(seconds=FIRST_SHARE * seconds, stop=stop)
        if not stop():
            self.aim_at(*aim()).improve(seconds=(1.0 - FIRST_SHARE) * seconds, stop=stop)

    def certify(self) -> float:
        """Certify what the present prices prove, minutes."""
        self._ready().certify()
        return self.bound_minutes or 0.0

    def _ready(self) -> Bounder:
        if self._inner is not None:
            return self._inner
        plan = np.maximum(self.problem.current, 0) if self._plan is None else self._plan
        return self.aim_at(float(self._price), plan)


def _carry(before: Bounder, after: Bounder, problem: Problem, plan: Ints32) -> None:
    """Start `after` where `before` is: who stays costs the same at another price of a move, who leaves more or less.

    A net price is without what a household costs whoever has it, and that holds the price of a move already.
    """
    rise = after.problem.churn_tenths - before.problem.churn_tenths
    stays = (problem.current >= 0) & (problem.current == plan)
    after.net = before.average - rise * stays[after.arrays.household]
    after.average = after.net.copy()
    after.multipliers = before.average_multipliers.copy()
    after.average_multipliers = after.multipliers.copy()
    after.enough, after.epochs = before.enough.copy(), before.epochs

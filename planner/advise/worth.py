"""What taking a household is worth by the bound's prices, and what it would cost a member: where a change may save."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.pairs import TENTHS
from planner.bound.bounder import Bounder
from planner.explain.share import Shares, shares_of
from planner.explain.standing import Standing
from planner.problem import Floats, Ints


@dataclass(frozen=True, slots=True)
class Worth:
    """`price` (H,) minutes: what taking the household is worth; `pressure` (M,): what a minute more costs a member."""

    plan: Standing
    price: Floats
    pressure: Floats
    shares: Shares
    held: Ints  # (M,) households of each member
    orange: Ints  # (M,) orange ones among them

    def gain(self, h: int) -> Floats:
        """(M,) the household's price less what it would cost each member who goes to its building for it alone."""
        problem = self.plan.problem
        minutes = problem.visits[h] * problem.walk[:, problem.building[h]] / TENTHS
        service = float(problem.service[h]) / TENTHS
        cost = minutes * (1.0 + self.pressure) + service * self.pressure + problem.building_tenths / TENTHS
        return self.price[h] - cost


def worth_of(plan: Standing, seconds: float, seed: int) -> Worth:
    """From the bound's prices after some seconds of improving them, started from the plan's own."""
    bounder = Bounder(plan.problem, seed)
    bounder.start_from(plan.chosen)
    bounder.improve(seconds=seconds)
    prices = bounder.prices
    problem, shares = plan.problem, shares_of(plan.problem, plan.chosen)
    return Worth(
        plan=plan,
        price=shares.total if prices is None else np.maximum(prices, shares.total),
        pressure=np.maximum(0.0, bounder.average_multipliers),
        shares=shares,
        held=np.bincount(plan.chosen, minlength=problem.members),
        orange=np.bincount(plan.chosen[problem.orange], minlength=problem.members),
    )

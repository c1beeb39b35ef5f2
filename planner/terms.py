"""What an assignment costs, term by term, from the arrays: the number that the compiled search must agree with.

Formulas: FORMATS.md, "The model, in minutes per quarter". `planner.checks` recounts the same without any of this.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

from graph.pairs import TENTHS
from planner.problem import Floats, Ints, Ints32, Problem

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Terms:
    """The six terms of the objective, minutes a quarter."""

    walking: float
    relation: float
    compactness: float
    balance: float
    ceiling: float
    churn: float

    @property
    def objective(self) -> float:
        """Their sum: what a plan is judged by."""
        return sum(self.by_name().values())

    def by_name(self) -> dict[str, float]:
        """Each term by its name in a plan file."""
        return asdict(self)


class Trips(NamedTuple):
    """One entry for each (member, building) with a household: n(m,b) trips a quarter."""

    member: Ints
    building: Ints
    trips: Ints


class Charges(NamedTuple):
    """The convex charge on a workload L (tenths): Σ_k slope[k]·(L − kink[m, k])⁺ + below_slope·(below[m] − L)⁺."""

    below: Floats  # (M,) tenths
    below_slope: float
    kink: Floats  # (M, K) tenths, the ceiling last
    slope: Floats  # (K,)


def trips_of(problem: Problem, assignment: Ints32) -> Trips:
    """n(m,b) = the largest v(h) among the households that m serves in b, for every (m, b) with one."""
    pair = assignment.astype(np.int64) * problem.buildings + problem.building
    order = np.argsort(pair, kind="stable")
    keys, starts = np.unique(pair[order], return_index=True)
    trips = np.maximum.reduceat(problem.visits[order], starts) if len(keys) else np.zeros(0, dtype=np.int64)
    return Trips(keys // problem.buildings, keys % problem.buildings, trips)


def loads_of(problem: Problem, assignment: Ints32) -> Ints:
    """(M,) workload in tenths: service of the member's households plus trips times walking."""
    loads = np.zeros(problem.members, dtype=np.int64)
    np.add.at(loads, assignment, problem.service)
    trips = trips_of(problem, assignment)
    np.add.at(loads, trips.member, trips.trips * problem.walk[trips.member, trips.building])
    return loads


def charges_of(problem: Problem) -> Charges:
    """The balance and ceiling lines of every member, in tenths."""
    rules = problem.instance.rules
    target = problem.target * TENTHS
    lines = [*rules.balance.above, rules.ceiling]
    return Charges(
        below=rules.balance.below[0] * target,
        below_slope=rules.balance.below[1],
        kink=np.stack([share * target for share, _ in lines], axis=1),
        slope=np.array([slope for _, slope in lines], dtype=np.float64),
    )


def balance_and_ceiling(problem: Problem, loads: Ints) -> tuple[Floats, Floats]:
    """(M,) the balance and the ceiling charge of each member, minutes, for workloads in tenths."""
    charges = charges_of(problem)
    above = charges.slope * np.maximum(loads[:, None] - charges.kink, 0.0)
    below = charges.below_slope * np.maximum(charges.below - loads, 0.0)
    return (below + above[:, :-1].sum(axis=1)) / TENTHS, above[:, -1] / TENTHS


def ties_of(problem: Problem, assignment: Ints32) -> Ints:
    """(H,) got(h), tenths: the minutes of the ties between each household and its member."""
    got = np.zeros(problem.households, dtype=np.int64)
    household = np.repeat(np.arange(problem.households), np.diff(problem.tie_start))
    kept = problem.tie_member == assignment[household]
    got[household[kept]] = problem.tie_value[kept]
    return got


def moves_of(problem: Problem, assignment: Ints32) -> int:
    """Households whose current member is here and permitted, and that go to another."""
    return int(np.count_nonzero((problem.current >= 0) & (problem.current != assignment)))


def terms_of(problem: Problem, assignment: Ints32) -> Terms:
    """The objective of an assignment ((H,) member of each household) term by term."""
    trips = trips_of(problem, assignment)
    walking = int((trips.trips * problem.walk[trips.member, trips.building]).sum())
    balance, ceiling = balance_and_ceiling(problem, loads_of(problem, assignment))
    return Terms(
        walking=walking / TENTHS,
        relation=int((problem.best - ties_of(problem, assignment)).sum()) / TENTHS,
        compactness=problem.building_tenths * len(trips.trips) / TENTHS,
        balance=float(balance.sum()),
        ceiling=float(ceiling.sum()),
        churn=problem.churn_tenths * moves_of(problem, assignment) / TENTHS,
    )

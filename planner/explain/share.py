"""What each household of a plan costs: the difference that each term of the objective makes when it is taken out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph.pairs import TENTHS
from planner.problem import Floats, Ints, Ints32, Problem
from planner.terms import Terms, charges_of, loads_of, ties_of


class Shares(NamedTuple):
    """(H,) minutes a quarter, term by term. A share of balance is below 0 where the member has too little to do."""

    walking: Floats
    relation: Floats
    compactness: Floats
    balance: Floats
    ceiling: Floats
    churn: Floats

    @property
    def total(self) -> Floats:
        """(H,) their sum: by how much the objective falls when the household alone is taken out."""
        return np.sum(self, axis=0)

    def of(self, household: int) -> Terms:
        """One household's."""
        return Terms(*(float(part[household]) for part in self))


def shares_of(problem: Problem, assignment: Ints32) -> Shares:
    """The shares of every household. They do not add up to the objective: a trip that two households need is in none.

    Trips saved are n(m,b) less what the others of the member in the building ask for; the workload falls with them.
    """
    others, alone = _without_it(problem, assignment)
    walk = problem.walk[assignment, problem.building].astype(np.int64)
    saved = np.maximum(problem.visits - others, 0) * walk
    before = loads_of(problem, assignment)[assignment]
    after = before - problem.service - saved
    balance, ceiling = (
        a - b for a, b in zip(_charged(problem, assignment, before), _charged(problem, assignment, after), strict=True)
    )
    moved = (problem.current >= 0) & (problem.current != assignment)
    return Shares(
        walking=saved / TENTHS,
        relation=(problem.best - ties_of(problem, assignment)) / TENTHS,
        compactness=problem.building_tenths * alone / TENTHS,
        balance=balance,
        ceiling=ceiling,
        churn=problem.churn_tenths * moved / TENTHS,
    )


def _without_it(problem: Problem, assignment: Ints32) -> tuple[Ints, Ints]:
    """(H,) the most visits among the others that its member has in its building, and 1 where there are no others."""
    group = assignment.astype(np.int64) * max(1, problem.buildings) + problem.building
    order = np.lexsort((-problem.visits, group))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = group[order[1:]] != group[order[:-1]]
    starts = np.flatnonzero(first)
    size = np.diff(np.append(starts, len(order)))
    visits = problem.visits[order]
    second = np.where(size > 1, visits[np.minimum(starts + 1, max(0, len(order) - 1))], 0)
    of = np.cumsum(first) - 1
    others, alone = np.zeros(len(order), dtype=np.int64), np.zeros(len(order), dtype=np.int64)
    others[order] = np.where(first, second[of], visits[starts[of]])
    alone[order] = size[of] == 1
    return others, alone


def _charged(problem: Problem, member: Ints32, load: Ints) -> tuple[Floats, Floats]:
    """(H,) balance and ceiling, minutes, of these members at these workloads in tenths."""
    charges = charges_of(problem)
    above = charges.slope * np.maximum(load[:, None] - charges.kink[member], 0.0)
    below = charges.below_slope * np.maximum(charges.below[member] - load, 0.0)
    return (below + above[:, :-1].sum(axis=1)) / TENTHS, above[:, -1] / TENTHS

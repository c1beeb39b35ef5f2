"""Proves plans of a GAP file by CP-SAT, over the pairs that a cheaper plan could have."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.gap.bounder import Linear
from planner.gap.problem import Gap
from planner.problem import Ints

MARGIN = 1e-9  # of the sums that a reduced cost is added to: far more than doubles can be wrong
SMALL_PAIRS = 1_000  # m · n; such a problem is tried until the time is up
PAIRS_PER_JOB, MORE_PAIRS = 4, 400  # beyond, the proof takes too long to be worth the attempt
WORK, WORK_PER_CHAIN = 2.0, 1e-5  # CP-SAT's deterministic time, about seconds, where work is counted


@dataclass(frozen=True, slots=True)
class Proof:
    """The cheapest plan, (n,) the agent of each job; None when it is proven that there is none."""

    owner: Ints | None


@dataclass(slots=True)
class Prover:
    """One attempt at a proof, which another thread may end by `stop`."""

    gap: Gap
    linear: Linear
    _stopped: threading.Event = field(default_factory=threading.Event)
    _solver: Any = None

    @property
    def small(self) -> bool:
        """Whether the whole problem is so small that a proof is worth all the time there is."""
        return self.gap.agents * self.gap.jobs <= SMALL_PAIRS

    def stop(self) -> None:
        """End the attempt as soon as possible."""
        self._stopped.set()
        if self._solver is not None:
            self._solver.stop_search()

    def is_promising(self, owner: Ints) -> bool:
        """Whether few enough pairs are left for a proof from this plan."""
        left = int(self._useful(owner).sum())
        return self.small or left <= PAIRS_PER_JOB * self.gap.jobs + MORE_PAIRS

    def prove(self, owner: Ints | None, seconds: float | None, work: int = 0) -> Proof | None:
        """The optimum, starting from a plan if there is one; None when `seconds`, or else `work`, was up before."""
        from ortools.sat.python import cp_model  # loads slowly, and large problems need none

        useful = self.gap.fits().T if owner is None else self._useful(owner)
        model, takes = _model(cp_model, self.gap, useful)
        if owner is not None:
            for (j, i), variable in takes.items():
                model.add_hint(variable, bool(owner[j] == i))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.presolve_inclusion_work_limit = 0  # else 9.15 proves too much: google/or-tools#5293
        solver.parameters.max_deterministic_time = WORK + WORK_PER_CHAIN * work
        if seconds is not None:
            solver.parameters.max_deterministic_time = float("inf")
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        self._solver = solver
        if self._stopped.is_set():
            return None
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE and owner is None:
            return Proof(None)
        if status != cp_model.OPTIMAL:
            return None
        return Proof(_chosen(self.gap, takes, solver))

    def _useful(self, owner: Ints) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """(n, m) pairs that a cheaper plan could have, and those of this plan.

        The linear bound with a pair in it is the bound + the pair's reduced cost; costs are whole numbers.
        """
        linear = self.linear
        cost = self.gap.cost_of(owner)
        size = abs(cost) + float(np.abs(linear.worth).sum()) + float(linear.price @ self.gap.capacity)
        useful = linear.bound + linear.reduced <= cost - 1 + MARGIN * max(1.0, size)
        useful[np.arange(self.gap.jobs), owner] = True
        return useful


def _model(cp: Any, gap: Gap, useful: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> tuple[Any, dict[Any, Any]]:
    """min Σ c·x, every job once, every agent within his capacity; x for the useful pairs alone."""
    model = cp.CpModel()
    takes = {(int(j), int(i)): model.new_bool_var("") for j, i in np.argwhere(useful)}
    by_job: list[list[Any]] = [[] for _ in range(gap.jobs)]
    by_agent: list[list[tuple[int, Any]]] = [[] for _ in range(gap.agents)]
    for (j, i), variable in takes.items():
        by_job[j].append(variable)
        by_agent[i].append((int(gap.use[i, j]), variable))
    for variables in by_job:
        model.add_exactly_one(variables)
    for i, terms in enumerate(by_agent):
        model.add(sum(use * variable for use, variable in terms) <= int(gap.capacity[i]))
    model.minimize(sum(int(gap.cost[i, j]) * variable for (j, i), variable in takes.items()))
    return model, takes


def _chosen(gap: Gap, takes: dict[Any, Any], solver: Any) -> Ints:
    owner = np.zeros(gap.jobs, dtype=np.int64)
    for (j, i), variable in takes.items():
        if solver.boolean_value(variable):
            owner[j] = i
    return owner

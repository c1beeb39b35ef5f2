"""Proves small plans: the whole model in whole numbers for CP-SAT, where the relaxation may leave a gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from graph.pairs import TENTHS
from planner.clock import Clock
from planner.improve import Improved
from planner.plan_file import OPTIMAL_GAP, gap_between
from planner.problem import Ints32, Problem
from planner.terms import charges_of, terms_of

MOST_PAIRS = 400  # permitted pairs; beyond, the proof takes too long to be worth the wait
MOST_SECONDS = 10.0
WORK = 10.0  # CP-SAT's deterministic time, about seconds: the same seed ends in the same plan
SCALE = 10**6  # of a tenth of a minute in the objective


def prove(problem: Problem, improved: Improved, clock: Clock, stop: Callable[[], bool]) -> Improved:
    """The best plan and its bound after an exact solve, if the instance is small and anything is left to prove."""
    if gap_between(improved.objective, improved.bound) <= OPTIMAL_GAP or stop() or clock.left <= 0:
        return improved
    if problem.members * problem.households > 10 * MOST_PAIRS:
        return improved
    model = _Model(problem)
    return improved if len(model.takes) > MOST_PAIRS else model.solve(improved, min(MOST_SECONDS, clock.left))


@dataclass(slots=True)
class _Model:
    """FORMATS.md as a linear model over whole numbers.

    takes[m, h]      whether m has h; only permitted pairs
    often[m, b, v]   whether m goes to b at least v times, for each number of visits that a household of b asks
    load[m]          tenths, an expression in both
    """

    problem: Problem
    cp: Any = field(init=False)
    model: Any = field(init=False)
    takes: dict[tuple[int, int], Any] = field(default_factory=dict[tuple[int, int], Any])
    cost: list[Any] = field(default_factory=list[Any])
    constant: int = 0
    error: float = 0.0  # tenths: the most that rounding can have taken from or added to the objective

    def __post_init__(self) -> None:
        from ortools.sat.python import cp_model  # loads slowly, and few instances are small

        self.cp = cp_model
        self.model = cp_model.CpModel()
        for h in range(self.problem.households):
            for m in np.flatnonzero(self.problem.permitted(h)).tolist():
                self.takes[m, h] = self.model.new_bool_var(f"takes {m} {h}")

    def solve(self, improved: Improved, seconds: float) -> Improved:
        """Improved with a better plan or bound, as far as the time allows."""
        self.each_household_once()
        self.bounds_of_members()
        self.limit_of_moves()
        self.ties_and_churn()
        for m in range(self.problem.members):
            self.charges(m, self.load(m))
        self.model.minimize(sum(self.cost))
        for (m, h), takes in self.takes.items():
            self.model.add_hint(takes, int(improved.assignment[h] == m))
        return self._answer(improved, seconds)

    def _answer(self, improved: Improved, seconds: float) -> Improved:
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = WORK
        solver.parameters.presolve_inclusion_work_limit = 0  # else 9.15 proves too much: google/or-tools#5293
        status = solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return improved
        proven = (solver.best_objective_bound + self.constant) / SCALE - self.error
        improved = replace(improved, bound=max(improved.bound, proven / TENTHS))
        assignment = improved.assignment.copy()
        for (m, h), takes in self.takes.items():
            if solver.value(takes):
                assignment[h] = m
        return self._better(improved, assignment)

    def _better(self, improved: Improved, assignment: Ints32) -> Improved:
        objective = terms_of(self.problem, assignment).objective
        if objective >= improved.objective:
            return improved
        return replace(improved, assignment=assignment, objective=objective)

    def each_household_once(self) -> None:
        """Σ_m takes[m, h] = 1   for every household h."""
        for h in range(self.problem.households):
            self.model.add_exactly_one(takes for (_, of), takes in self.takes.items() if of == h)

    def bounds_of_members(self) -> None:
        """lo ≤ Σ_h takes[m, h] ≤ hi, and at most the limit of them orange."""
        problem = self.problem
        for m in range(problem.members):
            mine = {h: takes for (of, h), takes in self.takes.items() if of == m}
            self.model.add_linear_constraint(sum(mine.values()), int(problem.low[m]), int(problem.high[m]))
            self.model.add(sum(takes for h, takes in mine.items() if problem.orange[h]) <= problem.orange_limit)

    def limit_of_moves(self) -> None:
        """Households that leave their current member ≤ max_moves."""
        problem = self.problem
        if problem.max_moves >= 0:
            served = np.flatnonzero(problem.current >= 0).tolist()
            stay = sum(self.takes[int(problem.current[h]), h] for h in served)
            self.model.add(stay >= len(served) - problem.max_moves)

    def ties_and_churn(self) -> None:
        """Σ_h best(h) − got(h), and the churn of households that leave their current member."""
        problem = self.problem
        self.constant += SCALE * int(problem.best.sum() + problem.churn_tenths * np.count_nonzero(problem.current >= 0))
        for (m, h), takes in self.takes.items():
            ties = slice(problem.tie_start[h], problem.tie_start[h + 1])
            got = int(problem.tie_value[ties][problem.tie_member[ties] == m].sum())
            got += problem.churn_tenths * int(problem.current[h] == m)
            self.cost.append(-SCALE * got * takes)

    def load(self, m: int) -> Any:
        """L_m = Σ_h service[h]·takes[m, h] + Σ_b t(m,b)·n(m,b); the trips and buildings are charged here too."""
        problem = self.problem
        mine = {h: takes for (of, h), takes in self.takes.items() if of == m}
        load: list[Any] = [int(problem.service[h]) * takes for h, takes in mine.items()]
        for b in sorted({int(problem.building[h]) for h in mine}):
            homes = [h for h in mine if problem.building[h] == b]
            below, lower = 0, None
            for visits in sorted({int(problem.visits[h]) for h in homes}):
                often = self.model.new_bool_var(f"often {m} {b} {visits}")
                if lower is not None:
                    self.model.add_implication(often, lower)
                for h in homes:
                    if problem.visits[h] == visits:
                        self.model.add_implication(mine[h], often)
                walked = int(problem.walk[m, b]) * (visits - below)
                load.append(walked * often)
                self.cost.append(SCALE * (walked + (problem.building_tenths if lower is None else 0)) * often)
                below, lower = visits, often
        return sum(load)

    def charges(self, m: int, load: Any) -> None:
        """One variable for each line of balance and ceiling: at least slope·(L − kink) and at least 0."""
        lines = charges_of(self.problem)
        most = self._most_load(m)
        slopes = [(-lines.below_slope, float(lines.below[m]))]
        slopes += [(float(s), float(k)) for s, k in zip(lines.slope, lines.kink[m], strict=True)]
        for slope, kink in slopes:
            whole = round(slope * SCALE)
            if whole == 0:
                continue
            at = int(np.ceil(whole * kink))
            top = max(0, -at) if whole < 0 else max(0, whole * most - at)
            charge = self.model.new_int_var(0, top, f"charge {m} {slope} {kink}")
            self.model.add(charge >= whole * load - at)
            self.cost.append(charge)
            self.error += (abs(whole - slope * SCALE) * (most + kink) + 2) / SCALE

    def _most_load(self, m: int) -> int:
        problem = self.problem
        mine = [h for (of, h) in self.takes if of == m]
        return sum(int(problem.service[h] + problem.visits[h] * problem.walk[m, problem.building[h]]) for h in mine)

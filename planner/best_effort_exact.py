"""Fewest broken rules where a limit of moves binds: the flow with one row that ties it together, in whole numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
from ortools.math_opt.python import mathopt

from planner.alike import Alike, hand_out
from planner.problem import Ints, Ints32, Problem

Counts = dict[tuple[int, int], Any]  # (class, member): a variable

MOST_VARIABLES = 200_000
MOST_SECONDS = 20.0


def fewest_by_program(problem: Problem, alike: Alike, rules: Ints, *, most: int, least: int) -> Ints32 | None:
    """(H,) an assignment that breaks fewer rules than `most`, moves above the limit counted; None if none was found.

    `rules` is (C, M); no assignment breaks fewer than `least`. Nothing is looked for where there are too many pairs.
    """
    if least >= most or rules.size > MOST_VARIABLES:
        return None
    model: Any = mathopt.Model()  # its stubs leave what its methods take half unknown
    takes, stays, total = _flow(model, problem, alike, rules)
    served = int(np.count_nonzero(problem.current >= 0))
    above = model.add_variable(lb=0.0)
    model.add_linear_constraint(above >= served - mathopt.fast_sum(stays.values()) - problem.max_moves)
    total = [*total, above]
    model.add_linear_constraint(mathopt.fast_sum(total) <= most - 1.0)
    model.minimize(mathopt.fast_sum(total))
    limits = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=MOST_SECONDS), absolute_gap_tolerance=0.5)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    counts: Counter[tuple[int, int]] = Counter()
    for pairs in (takes, stays):
        for pair, variable in pairs.items():
            counts[pair] += round(values[variable])
    return hand_out(problem, alike, {pair: n for pair, n in counts.items() if n})


def _flow(model: Any, problem: Problem, alike: Alike, rules: Ints) -> tuple[Counts, Counts, list[Any]]:
    """(households of c that m takes, those that stay with m, what is broken): classes, bounds and orange limits."""
    current = problem.current.tolist()
    today = Counter((c, current[h]) for c, of in enumerate(alike.households) for h in of.tolist() if current[h] >= 0)
    stays = {pair: model.add_integer_variable(lb=0.0, ub=float(n)) for pair, n in today.items()}
    takes = {
        (c, m): model.add_integer_variable(lb=0.0, ub=float(alike.size[c]))
        for c in range(alike.count)
        for m in range(problem.members)
    }
    for c in range(alike.count):
        of_class = [v for pairs in (takes, stays) for (of, _), v in pairs.items() if of == c]
        model.add_linear_constraint(mathopt.fast_sum(of_class) == float(alike.size[c]))
    total: list[Any] = [int(rules[c, m]) * v for (c, m), v in takes.items() if rules[c, m]]
    for m in range(problem.members):
        mine = {(c, i): v for i, pairs in enumerate((takes, stays)) for (c, of), v in pairs.items() if of == m}
        over, under, orange = (model.add_variable(lb=0.0) for _ in range(3))
        count = mathopt.fast_sum(mine.values())
        model.add_linear_constraint(count - over <= float(problem.high[m]))
        model.add_linear_constraint(count + under >= float(problem.low[m]))
        of_orange = mathopt.fast_sum(v for (c, _), v in mine.items() if alike.orange[c])
        model.add_linear_constraint(of_orange - orange <= float(problem.orange_limit))
        total += [over, under, orange]
    return takes, stays, total

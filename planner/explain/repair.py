"""Makes a part of a plan legal, and as cheap as a short search can: the repair of a change's knock-on."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np

from graph.pairs import TENTHS
from planner.clock import Clock
from planner.exact import prove
from planner.feasibility import Feasible, examine
from planner.flow import first_plan
from planner.improve import Improved
from planner.kernels.state import BEST_COST, PRICE
from planner.problem import Ints32, Problem
from planner.search import SCHEDULE, Search
from planner.terms import terms_of

MOVES_A_HOUSEHOLD, LEAST_MOVES, STEPS = 300, 20_000, 8
LOYALTY = 5.0  # tenths of a minute: what leaving the plan costs while searching, so that nothing moves for nothing
WARM = 15.0  # tenths of a minute: warm enough to step over a swap, too cold to lose the plan
HOT = (8000.0, 800.0, 60.0)  # besides, where a part is small enough to be searched from anywhere
EXACT_SECONDS = 2.0
HEAT_SHARE = 0.03  # of the disturbance
SMALL = 400  # members x households


def legal_near(problem: Problem, wanted: Ints32) -> Ints32 | None:
    """(H,) the plan that keeps every rule and as many households as can be with the members `wanted`; None: none."""
    permitted = [problem.is_permitted(m, h) for h, m in enumerate(wanted.tolist())]
    if all(permitted) and _counts_fit(problem, wanted):
        return wanted
    current = np.where(permitted, wanted, -1).astype(np.int32)
    return first_plan(replace(problem, current=current, max_moves=problem.households))


def _counts_fit(problem: Problem, wanted: Ints32) -> bool:
    """Whether every member has as many households, and orange ones, as he may have."""
    held = np.bincount(wanted, minlength=problem.members)
    orange = np.bincount(wanted[problem.orange], minlength=problem.members)
    return bool((held >= problem.low).all() and (held <= problem.high).all() and (orange <= problem.orange_limit).all())


def improved(problem: Problem, start: Ints32, seed: int, *, disturbed: float = 0.0) -> Ints32 | None:
    """The best plan of short, cool searches from a legal one; None when none was within the limit of moves.

    `disturbed`: minutes that making it legal has cost. What brought them has to be moved on, which takes more heat.
    """
    if problem.members < 2 or problem.households == 0:
        return start
    loyal = problem.max_moves < 0 and problem.churn_tenths == 0
    if loyal:
        problem = replace(problem, current=start)
    best: Ints32 | None = None
    small = problem.members * problem.households <= SMALL
    heat = min(HOT[0], max(WARM, HEAT_SHARE * TENTHS * disturbed))
    for turn, hot in enumerate((*(HOT if small else (heat,)), WARM)):
        search = Search(problem, start if best is None else best, seed + turn)
        if loyal:
            search.state.total[PRICE] = LOYALTY
        _anneal(search, max(LEAST_MOVES, MOVES_A_HOUSEHOLD * problem.households), hot)
        if np.isfinite(search.state.total[BEST_COST]):
            best = search.best
    if problem.max_moves < 0:
        return best
    if best is None:
        best = _within_moves(problem)
    return _exact(problem, best) if small and best is not None else best


def _settled(problem: Problem) -> Problem:
    """The problem without the moves that are made whatever happens: of those pinned elsewhere than they are today."""
    away = (problem.pin >= 0) & (problem.current >= 0) & (problem.pin != problem.current)
    current = np.where(away, -1, problem.current).astype(np.int32)
    return replace(problem, current=current, max_moves=problem.max_moves - int(away.sum()))


def _within_moves(problem: Problem) -> Ints32 | None:
    """Any plan within the limit of moves."""
    settled = _settled(problem)
    found = examine(settled) if settled.max_moves >= 0 else None
    return found.assignment if isinstance(found, Feasible) else None


def _exact(problem: Problem, start: Ints32) -> Ints32:
    """The best plan, by a whole-number program: a search within few moves gets stuck where parts are small."""
    problem = _settled(problem)
    known = Improved(start, minutes_of(problem, start), 0.0, ())
    return prove(problem, known, Clock(time.monotonic(), EXACT_SECONDS), lambda: False).assignment


def _anneal(search: Search, moves: int, hot: float) -> None:
    """From this temperature to the end of the search's own schedule."""
    shares = [share for share, _ in SCHEDULE]
    colder = [-math.log(temperature) for _, temperature in SCHEDULE]
    first = float(np.interp(-math.log(hot), colder, shares))
    steps: list[float] = np.linspace(first, 1.0, STEPS + 1).tolist()
    for done, ahead in pairwise(steps):
        search.chunk(moves // STEPS, done, ahead)


def minutes_of(problem: Problem, assignment: Ints32) -> float:
    """The objective."""
    return terms_of(problem, assignment).objective

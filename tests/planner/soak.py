"""Random small instances against exact optima: `python -m tests.planner.soak --count 10000`, and what `make soak` runs.

A seed is one instance with every rule on or off as drawn, feasible or not. It is planned, the answer checked without a
solver and compared with the optimum over all sets of households.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from planner.bound.bounder import Bounder
from planner.checks import check_plan
from planner.instance import Instance
from planner.limited_bound import LimitedBounder
from planner.plan_file import FEASIBLE, INFEASIBLE, OPTIMAL, Plan
from planner.problem import build_problem
from planner.service import SolveOptions, solve
from tests.planner.builders import instance_of, random_instance
from tests.planner.oracle import optimum_by_sets

COUNT = 10_000
MEMBERS, HOUSEHOLDS = 4, 8  # at most: every set of households of every member is looked at
WORK, EPOCHS = 300, 12
TOLERANCE = 1e-6  # relative and absolute, as two checkers agree (FORMATS.md)
CHUNK = 10  # seeds a process takes at once
TOLD_SECONDS = 5.0


@dataclass(slots=True)
class Tally:
    """How many instances were looked at, how many of them have no plan, and what was wrong with which."""

    seen: int = 0
    infeasible: int = 0
    faults: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return f"{self.seen:,} instances, {self.infeasible:,} of them without a plan: {len(self.faults):,} faults"


def instance_of_seed(seed: int) -> Instance:
    """Two in three are built around a plan; of the others some have none."""
    rng = random.Random(7_000_000 + seed)
    return instance_of(random_instance(rng, members=MEMBERS, households=HOUSEHOLDS, planted=seed % 3 > 0))


def faults_of(seed: int) -> tuple[bool, list[str]]:
    """Whether the instance of a seed has a plan, and everything that is wrong with the planner's answer to it."""
    instance = instance_of_seed(seed)
    try:
        plan = solve(instance, SolveOptions(work=WORK, seed=seed))
        optimum = optimum_by_sets(_at_the_same_target(instance, plan))
        found = [*_by_recount(instance, plan), *against_optimum(plan, optimum)]
        if optimum is not None:
            found += _by_bounds(instance, optimum, seed)
    except Exception as error:
        optimum, found = None, [f"{type(error).__name__}: {error}"]
    return optimum is not None, [f"seed {seed}: {one}" for one in found]


def _at_the_same_target(instance: Instance, plan: Plan) -> Instance:
    """T may lie on half a tenth, where the order of adding decides; the checker knows which values it may have."""
    return replace(instance, rules=replace(instance.rules, target_minutes=plan.target_minutes))


def _by_recount(instance: Instance, plan: Plan) -> Iterator[str]:
    """Planner against checker: every claim of the answer, certificates and repairs too."""
    for one in check_plan(instance, json.loads(json.dumps(plan.as_json()))):
        yield f"the checker disagrees: {one.what}: {one.sentence}"


def against_optimum(plan: Plan, optimum: float | None) -> Iterator[str]:
    """Plan against the exact optimum, or against the fact that there is no plan."""
    if optimum is None:
        if plan.status != INFEASIBLE:
            yield f"{plan.status}, and there is no plan"
        return
    if plan.status not in (OPTIMAL, FEASIBLE) or plan.objective is None or plan.bound is None:
        yield f"{plan.status}, and there is a plan of {optimum} minutes"
        return
    slack = TOLERANCE * (1.0 + abs(optimum))
    if plan.bound > optimum + slack:
        yield f"the bound {plan.bound} is above the optimum {optimum}"
    if plan.objective < optimum - slack:
        yield f"the plan's {plan.objective} minutes are below the optimum {optimum}"
    if plan.status == OPTIMAL and plan.objective > optimum + 2 * slack:
        yield f"called optimal with {plan.objective} minutes, the optimum is {optimum}"


def _by_bounds(instance: Instance, optimum: float, seed: int) -> Iterator[str]:
    """The bound of few rounds and of wrong prices, which the exact solve of a small plan would hide."""
    problem, rng = build_problem(instance), random.Random(seed)
    bounder = Bounder(problem, seed) if problem.max_moves < 0 else LimitedBounder(problem, seed)
    if isinstance(bounder, LimitedBounder):
        bounder.aim_at(rng.choice((0.0, 20.0, 500.0)), np.maximum(problem.current, 0))
    bounder.improve(epochs=rng.randint(1, EPOCHS))
    bound = bounder.certify() if bounder.bound_minutes is None else bounder.bound_minutes
    if bound > optimum + TOLERANCE * (1.0 + abs(optimum)):
        yield f"a bound of {bound} after a few rounds is above the optimum {optimum}"


def _some(seeds: list[int]) -> list[tuple[bool, list[str]]]:
    return [faults_of(seed) for seed in seeds]


def _told(tally: Tally, count: int, began: float) -> str:
    rate = tally.seen / max(1e-9, time.monotonic() - began)
    return f"  {tally.seen:,} of {count:,} instances, {rate:.0f} a second, {len(tally.faults):,} faults"


def run(seeds: Iterable[int], count: int, seconds: float | None = None) -> Tally:
    """All the seeds, in as many processes as there are cores; after `seconds` no further ones are begun.

    Progress goes to the real stderr, a line each few seconds, so that it is seen under pytest too.
    """
    began = told = time.monotonic()
    tally, numbers = Tally(), iter(seeds)
    chunks = iter(lambda: list(itertools.islice(numbers, CHUNK)), [])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        while chunk := list(itertools.islice(chunks, 4 * cores)):
            for answers in pool.map(_some, chunk):
                for feasible, found in answers:
                    tally.seen += 1
                    tally.infeasible += not feasible
                    tally.faults += found
            if time.monotonic() - told > TOLD_SECONDS:
                told = time.monotonic()
                print(_told(tally, count, began), file=sys.__stderr__, flush=True)
            if seconds is not None and time.monotonic() - began > seconds:
                break
    return tally


def main() -> int:
    """Look at so many instances; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.planner.soak", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many instances; {COUNT:,} by default")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, help="begin no more after so many")
    given = parser.parse_args()
    tally = run(range(given.first, given.first + given.count), given.count, given.seconds)
    print("\n".join([*tally.faults, str(tally)]))
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())

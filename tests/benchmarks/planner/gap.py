"""`python -m tests.benchmarks.planner.gap [FILE…] [--made d:20x400 …]`: GAP plans beside solvers alone, as a table.

FILE are public instances; a best_known.csv (columns instance and best_known) beside them is used when it is there.
`--made TYPE:AGENTSxJOBS` draws an instance of the types C and D (Chu & Beasley 1997) or E (Yagiura, Ibaraki & Glover
2004). Where no best value is known, plans are compared with the best bound that any solver of the row has proven; the
linear bound is that of the planner's prices, which is at most the linear programme's. `--against cpsat highs` gives
each the same time and both cores. The whole command is timed, from the start of its process to its end.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from planner.gap.bounder import solve_linear
from planner.gap.gap_file import read_gap
from planner.gap.problem import Gap
from planner.gap.warm import compile_gap_kernels
from tests.planner.gap.builders import gap_text

CORES = 2
SEED = 1  # of made instances
HEADER = (
    "| date | instance | solver | reference | plan | above it | bound | linear bound to it | gap | seconds | load |\n"
    "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solver gave in `seconds` of wall clock; None where it had nothing."""

    solver: str
    plan: float | None
    bound: float | None
    seconds: float


def made(kind: str, agents: int, jobs: int, seed: int = SEED) -> str:
    """The file of a drawn instance of type C, D or E; an agent's capacity is 0.8 / m of all that the jobs use there."""
    draw = np.random.default_rng(seed)
    shape = (agents, jobs)
    if kind == "c":
        use, cost = draw.integers(5, 26, shape), draw.integers(10, 51, shape)
    elif kind == "d":
        use = draw.integers(1, 101, shape)
        cost = 111 - use + draw.integers(-10, 11, shape)
    else:
        use = (1 - 10 * np.log(1 - draw.random(shape))).astype(np.int64)
        cost = (1000 / use - 10 * draw.random(shape)).astype(np.int64)
    capacity = (0.8 * use.sum(axis=1) / agents).astype(np.int64)
    return gap_text(cost.tolist(), use.tolist(), capacity.tolist())


def planner(path: Path, seconds: float) -> Outcome:
    """`lianhu solve --gap`, the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "plan.json"
        code = "from api.cli import main; main()"
        command = [sys.executable, "-c", code, "solve", "--gap", str(path), "--seconds", f"{seconds:g}", "-o", output]
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        taken = time.monotonic() - began
        plan = json.loads(output.read_text(encoding="utf-8"))
    return Outcome("lianhu", plan["objective"], plan["bound"], taken)


def cp_sat(gap: Gap, seconds: float) -> Outcome:
    """CP-SAT on the whole model."""
    began = time.monotonic()
    model = cp_model.CpModel()
    takes = [[model.new_bool_var("") for _ in range(gap.jobs)] for _ in range(gap.agents)]
    for j in range(gap.jobs):
        model.add_exactly_one(row[j] for row in takes)
    for row, use, capacity in zip(takes, gap.use.tolist(), gap.capacity.tolist(), strict=True):
        model.add(cp_model.LinearExpr.weighted_sum(row, use) <= capacity)
    every = [variable for row in takes for variable in row]
    model.minimize(cp_model.LinearExpr.weighted_sum(every, gap.cost.ravel().tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = CORES
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    plan = solver.objective_value if found else None
    return Outcome("CP-SAT", plan, solver.best_objective_bound, time.monotonic() - began)


def highs(gap: Gap, seconds: float) -> Outcome:
    """HiGHS through MathOpt on the whole model."""
    began = time.monotonic()
    model = mathopt.Model()
    takes = [[model.add_binary_variable() for _ in range(gap.jobs)] for _ in range(gap.agents)]
    for j in range(gap.jobs):
        model.add_linear_constraint(mathopt.fast_sum(row[j] for row in takes) == 1)
    for row, use, capacity in zip(takes, gap.use.tolist(), gap.capacity.tolist(), strict=True):
        model.add_linear_constraint(mathopt.fast_sum(a * x for a, x in zip(use, row, strict=True)) <= capacity)
    pairs = zip((x for row in takes for x in row), gap.cost.ravel().tolist(), strict=True)
    model.minimize(mathopt.fast_sum(c * x for x, c in pairs))
    limit = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=seconds))
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limit)
    plan = result.objective_value() if result.has_primal_feasible_solution() else None
    return Outcome("HiGHS", plan, result.best_objective_bound(), time.monotonic() - began)


def rows(path: Path, seconds: float, against: list[str]) -> list[str]:
    """A row for each solver."""
    gap = read_gap(path)
    load = os.getloadavg()[0]
    outcomes = [planner(path, seconds)]
    outcomes += [{"cpsat": cp_sat, "highs": highs}[name](gap, seconds) for name in against]
    linear = solve_linear(gap).bound
    known = best_known(path)
    reference = known if known is not None else max(o.bound for o in outcomes if o.bound is not None)
    what = f"{reference:,.0f} known" if known is not None else f"{reference:,.0f} bound"
    return [
        f"| {dt.datetime.now(dt.UTC).date()} | {path.name} | {o.solver} | {what} | {number(o.plan)} "
        f"| {percent(o.plan, reference)} | {number(o.bound)} | {percent(linear, o.bound)} "
        f"| {percent(o.plan, o.bound)} | {o.seconds:.1f} | {load:.1f} |"
        for o in outcomes
    ]


def best_known(path: Path) -> float | None:
    """The best published value, from a best_known.csv beside the file."""
    table = path.parent / "best_known.csv"
    if not table.exists():
        return None
    with table.open(encoding="utf-8", newline="") as file:
        values = {row["instance"]: float(row["best_known"]) for row in csv.DictReader(file)}
    return values.get(path.name)


def number(value: float | None) -> str:
    """With thousands, or a dash."""
    return "–" if value is None else f"{value:,.0f}"


def percent(value: float | None, reference: float | None) -> str:
    """How far a value is above a reference."""
    return "–" if value is None or not reference else f"{100 * (value / reference - 1):.3f} %"


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planner.gap", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--made", nargs="*", default=[], metavar="TYPE:AGENTSxJOBS")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--against", nargs="*", choices=["cpsat", "highs"], default=[])
    given = parser.parse_args()
    compile_gap_kernels()
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        files = list(given.files)
        for one in given.made:
            kind, _, size = one.partition(":")
            agents, _, jobs = size.partition("x")
            files.append(Path(folder) / f"{kind}{int(agents):02d}{int(jobs)}")
            files[-1].write_text(made(kind, int(agents), int(jobs)), encoding="utf-8")
        for path in files:
            print("\n".join(rows(path, given.seconds, given.against)), flush=True)


if __name__ == "__main__":
    main()

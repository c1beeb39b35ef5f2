"""`python -m tests.benchmarks.planner INSTANCE…`: plans beside min-cost flow alone, as rows of a table.

INSTANCE are files such as the county.json.gz of `lianhu sample`. The whole command is timed, from the start of its
process to its end; the flow is the first plan on the same instance, in this process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.flow import first_plan
from planner.instance_file import read_instance
from planner.problem import build_problem
from planner.terms import terms_of
from planner.warm import compile_kernels

HEADER = (
    "| date | instance | --seconds | flow alone | plan | plan : flow | bound | gap | whole command | load |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A plan file's JSON and the wall clock of the command that wrote it."""

    plan: dict[str, Any]
    seconds: float


def flow_minutes(instance: Path) -> float:
    """The objective of the flow's plan. Raises SystemExit where candidates hold none."""
    problem = build_problem(read_instance(instance))
    assignment = first_plan(problem)
    if assignment is None:
        raise SystemExit(f"{instance}: the flow finds no plan")
    return terms_of(problem, assignment).objective


def solve(instance: Path, seconds: float, seed: int) -> Run:
    """`lianhu solve` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "plan.json")
        code = "from api.cli import main; main()"
        options = ["--seconds", str(seconds), "--seed", str(seed), "-o", str(output)]
        began = time.perf_counter()
        command = [sys.executable, "-c", code, "solve", str(instance), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Run(json.loads(output.read_text(encoding="utf-8")), time.perf_counter() - began)


def row(instance: Path, seconds: float, seed: int) -> str:
    """One line of the table."""
    load = os.getloadavg()[0]
    run, flow = solve(instance, seconds, seed), flow_minutes(instance)
    objective, bound = run.plan["objective"], run.plan["bound"]
    return (
        f"| {dt.datetime.now(dt.UTC).date()} | {instance.parent.name}/{instance.name}, seed {seed} "
        f"| {seconds:g} | {flow:,.0f} "
        f"| {objective:,.0f} | {objective / flow:.3f} | {bound:,.0f} | {run.plan['gap']:.1%} | {run.seconds:.1f} "
        f"| {load:.1f} |"
    )


def main() -> None:
    """A row for each instance and time."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planner", description=__doc__)
    parser.add_argument("instances", nargs="+", type=Path, metavar="INSTANCE")
    parser.add_argument("--seconds", nargs="+", type=float, default=[30.0])
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    compile_kernels()
    print(HEADER)
    for instance in given.instances:
        for seconds in given.seconds:
            print(row(instance, seconds, given.seed), flush=True)


if __name__ == "__main__":
    main()

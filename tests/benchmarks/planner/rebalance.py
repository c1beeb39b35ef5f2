"""`python -m tests.benchmarks.planner.rebalance INSTANCE`: a county after 2 % turnover, goals beside figures.

A plan is made for INSTANCE first (or given by --plan), then people and classes change (turnover.py beside this file).
Every command is timed from the start of its process to its end.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner.instance_file import parse_json, uncompressed
from planner.warm import compile_kernels
from tests.benchmarks.planner.turnover import after_turnover

Json = dict[str, Any]
BUDGET = 100
HEADER = "| what | goal | measured | wall s |\n|---|---|---|---:|"


def run(*arguments: object) -> float:
    """Wall seconds of one `lianhu` command in a process of its own."""
    began = time.perf_counter()
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def loaded(path: Path) -> Json:
    """A file's JSON, packed or not."""
    document: Json = parse_json(uncompressed(path), str(path))
    return document


def rows(folder: Path, instance: Path, seconds: float, seed: int) -> Iterator[str]:
    """One row for each goal; `seconds` for the plan that the short one is compared with."""
    plan, curve = folder / "plan.json", folder / "curve.json"
    wall = run("solve", instance, "--minimum", "-o", plan)
    found = loaded(plan)
    yield f"| `--minimum` | 3 s | {found['moves']} moves, {found['objective']:,.0f} minutes | {wall:.1f} |"
    wall = run("solve", instance, "--moves", BUDGET, "--seconds", 10, "--seed", seed, "-o", plan)
    short = loaded(plan)
    long = run("solve", instance, "--moves", BUDGET, "--seconds", seconds, "--seed", seed, "-o", plan)
    best = loaded(plan)
    above = short["objective"] / min(short["objective"], best["objective"]) - 1.0
    for label, made, took in (("10 s", short, wall), (f"{seconds:g} s", best, long)):
        yield (
            f"| `--moves {BUDGET}`, {label} | 10 s, at most 3 % above the best | {made['moves']} moves, "
            f"{made['objective']:,.0f} minutes, bound {made['bound']:,.0f}, gap {made['gap']:.1%} | {took:.1f} |"
        )
    yield f"| the short one above the best | 3 % | {above:.2%} | |"
    wall = run("frontier", instance, "-o", curve, "--seed", seed)
    points = loaded(curve)["points"]
    ends = f"{points[0]['moves']} to {points[-1]['moves']} moves, {points[-1]['objective']:,.0f} minutes at the end"
    yield f"| `frontier` | 8 points, 120 s | {len(points)} points, {ends} | {wall:.1f} |"
    for point in points:
        fair = point["fairness"]
        yield (
            f"| {point['moves']:,} moves | | {point['objective']:,.0f} minutes, bound {point['bound']:,.0f}, gap "
            f"{point['gap']:.1%}, largest {fair['largest']:.2f}, p90 {fair['p90']:.2f}, Gini {fair['gini']:.3f} | |"
        )


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planner.rebalance", description=__doc__)
    parser.add_argument("instance", type=Path, metavar="INSTANCE")
    parser.add_argument("--plan", type=Path, help="the plan in force; made in two minutes where it is not given")
    parser.add_argument("--seconds", type=float, default=300.0, help="of the plan that the short one is compared with")
    parser.add_argument("--quick", action="store_true", help="20 s for the plan in force, 40 s to compare with")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    compile_kernels()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = given.plan or folder / "in_force.json"
        if given.plan is None:
            run("solve", given.instance, "--seconds", 20 if given.quick else 120, "-o", plan)
        in_force = loaded(plan)
        changed = after_turnover(
            loaded(given.instance), in_force["assignment"], in_force["target_minutes"], seed=given.seed
        )
        instance = folder / "after.json"
        instance.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        print(f"{dt.datetime.now(dt.UTC).date()}, {given.instance.name}, {os.cpu_count()} cores, ", end="")
        print(f"load {os.getloadavg()[0]:.1f}; in force: {in_force['objective']:,.0f} minutes\n\n{HEADER}")
        for line in rows(folder, instance, 40.0 if given.quick else given.seconds, given.seed):
            print(line, flush=True)


if __name__ == "__main__":
    main()

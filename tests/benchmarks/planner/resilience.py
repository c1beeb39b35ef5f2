"""`python -m tests.benchmarks.planner.resilience INSTANCE`: every single leaver of a county, one repair, one household.

Who serves whom today is what the plan of so many seconds says. Beside the planner's way to give a leaver's households
away: each to the nearest member with a place, one after the other, and summed up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from graph.pairs import TENTHS
from planner.instance import Instance
from planner.instance_file import read_instance
from planner.resilience import Leaving, recommend, resilience, what_if_they_leave
from planner.resilience.today import Today
from planner.service import SolveOptions, solve
from planner.warm import compile_kernels

GONE = 5  # members who leave at once


def served(instance: Instance, seconds: float) -> Instance:
    """The county with a plan in force."""
    plan = solve(instance, SolveOptions(seconds=seconds))
    rules = replace(instance.rules, target_minutes=plan.target_minutes)
    homes = tuple(replace(home, current=plan.assignment[home.id]) for home in instance.households)
    return replace(instance, rules=rules, households=homes)


def to_the_nearest(today: Today, m: int) -> float | None:
    """Minutes more when each household of m goes to the nearest with a place; None where there is none."""
    held, orange, got = today.held.copy(), today.orange.copy(), dict[int, list[int]]()
    for h in today.homes[m]:
        may = today.others(m, h) & (held < today.problem.high)
        if today.problem.orange[h]:
            may &= orange < today.problem.orange_limit
        if not may.any():
            return None
        walk = np.where(may, today.problem.walk[:, today.problem.building[h]], np.iinfo(np.int32).max)
        taker = int(walk.argmin())
        held[taker] += 1
        orange[taker] += int(today.problem.orange[h])
        got.setdefault(taker, []).append(h)
    mine = today.extra_of(m, today.homes[m], has=False) + today.charge_of(m, 0) + today.best_lost(m)
    return (sum(today.extra_of(taker, homes) for taker, homes in got.items()) - mine) / TENTHS


def rows(instance: Instance) -> Iterator[str]:
    """One row for each question."""
    began = time.perf_counter(), time.process_time()
    found = resilience(instance)
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    outcomes = ", ".join(f"{n:,} {outcome}" for outcome, n in Counter(m.outcome for m in found.members).most_common())
    yield f"| {len(found.members):,} single leavers | 60 s | {outcomes} | {wall:.1f} ({cpu:.1f} of the processor) |"
    yield f"| the same, each to the nearest with a place | | {_beside(found.members, Today(instance))} | |"
    gone = [member.id for member in instance.members[:GONE]]
    began = time.perf_counter(), time.process_time()
    repair = what_if_they_leave(instance, gone, SolveOptions(minimum=True, seconds=5.0))
    wall = time.perf_counter() - began[0]
    yield f"| {GONE} leave at once | | {repair.plan.moves} moves of others, {repair.extra_minutes:+,.1f} | {wall:.1f} |"
    began = time.perf_counter(), time.process_time()
    first = recommend(instance, instance.households[0].id).options[0]
    yield f"| a household's best member | | {first.dearer_minutes:+,.1f} | {time.perf_counter() - began[0]:.1f} |"


def _beside(members: tuple[Leaving, ...], today: Today) -> str:
    both = [
        (one.extra_minutes, nearest)
        for m, one in enumerate(members)
        if one.extra_minutes is not None and (nearest := to_the_nearest(today, m)) is not None
    ]
    ours, theirs = sum(one for one, _ in both), sum(other for _, other in both)
    return f"{theirs:+,.0f} minutes over {len(both):,} members; ours {ours:+,.0f}"


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.planner.resilience", description=__doc__)
    parser.add_argument("instance", type=Path, metavar="INSTANCE")
    parser.add_argument("--seconds", type=float, default=60.0, help="for the plan in force")
    given = parser.parse_args()
    compile_kernels()
    instance = served(read_instance(given.instance), given.seconds)
    print(f"{dt.datetime.now(dt.UTC).date()}, {given.instance.name}, {os.cpu_count()} cores, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}\n\n| what | goal | found | wall s |\n|---|---|---|---:|")
    for line in rows(instance):
        print(line, flush=True)


if __name__ == "__main__":
    main()

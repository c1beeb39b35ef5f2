"""`python -m tests.benchmarks.queries`: how long the graph takes to answer, beside the driver's empty round trip.

Works on the county in the graph that LIANHU_GRAPH names, and changes nothing. With --csv FOLDER, the same questions are
asked of the county's files in plain Python, read into memory before the clock starts: not pandas, which Lianhu does not
need. For the tables in this folder's README the sample of seed 1 at full size was imported.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from graph.chain import chain_of
from graph.coverage import CAUSES, find_gaps
from graph.database import Database, open_database
from graph.debt import coverage_debt
from graph.kpi import measure as measure_kpis
from graph.queries import parse, query
from planner.from_graph import problem_from_graph
from tests.benchmarks.queries.timing import Timing, table, timed
from tests.graph.coverage_oracle import Files, frozen_now, gaps_of, inside, read_files

EMPTY = parse("benchmarks/empty", "// One row.\n// params: none\n// columns: one int\nRETURN 1 AS one")
A_COMMUNITY = "medium"  # the level that a community governs
COUNTY, COMMUNITY = "all causes, the county", "all causes, a community"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each question is asked (default 30)")
    parser.add_argument("--only", nargs="*", metavar="WORD", help="only questions whose names contain one of these")
    parser.add_argument("--csv", type=Path, help="the CSV folder of the same county, for the column plain Python")
    given = parser.parse_args()
    with open_database() as db:
        timings = measure(db, given.rounds, None if given.csv is None else read_files(given.csv), given.only)
        server = db.agent
    print(f"{server}, {dt.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # noqa: DTZ011
    print(table(timings))


def measure(db: Database, rounds: int, files: Files | None, only: Sequence[str] | None) -> list[Timing]:
    """The empty round trip; each cause; all causes of the county and of a community; chain, debt, figures, instance."""
    community = next(row["grid"] for row in db.read(query("report/grids")) if row["level"] == A_COMMUNITY)
    household = find_gaps(db, causes=["profile_missing"])[0].household or ""
    questions: dict[str, Callable[[], int]] = {
        "empty round trip": lambda: len(db.read(EMPTY)),
        **{cause: partial(_gaps, db, causes=[cause]) for cause in CAUSES},
        COUNTY: partial(_gaps, db),
        COMMUNITY: partial(_gaps, db, grid=community),
        "chain of a household": lambda: len(chain_of(db, household).responsible),
        "coverage debt": lambda: len(coverage_debt(db).weeks),
        "all figures": lambda: len(measure_kpis(db)),
        "instance": lambda: len(problem_from_graph(db).instance.households),
    }
    plain = {} if files is None else _plain(files, community)
    timings: list[Timing] = []
    for name, ask in questions.items():
        if only and not any(word in name for word in only):
            continue
        timing = timed(name, ask, rounds=rounds, warm=max(1, rounds // 3))
        same = plain.get(name)
        timings.append(timing if same is None else replace(timing, plain=timed(name, same, rounds=3, warm=1).median))
        print(f"{name}: {timing.median:.1f} ms", file=sys.stderr, flush=True)
    return timings


def _plain(files: Files, community: str) -> dict[str, Callable[[], int]]:
    """The questions that the tests' count over the files answers too, by the same names."""
    now = frozen_now(files)
    return {
        COUNTY: lambda: len(gaps_of(files, now)),
        COMMUNITY: lambda: len(inside(files, gaps_of(files, now), community)),
    }


def _gaps(db: Database, **asked: Any) -> int:
    return len(find_gaps(db, **asked))


if __name__ == "__main__":
    main()

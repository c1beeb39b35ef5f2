"""`python -m tests.benchmarks.queries`: how long the graph takes to answer, beside the driver's empty round trip.

Works on the county in the graph that LIANHU_GRAPH names, and changes nothing. For the table in this folder's README the
sample of seed 1 at full size was imported, and nothing else ran on the machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
from collections.abc import Callable
from functools import partial
from typing import Any

from graph.coverage import CAUSES, find_gaps
from graph.database import Database, open_database
from graph.queries import parse, query
from planner.from_graph import problem_from_graph
from tests.benchmarks.queries.timing import Timing, table, timed

EMPTY = parse("benchmarks/empty", "// One row.\n// params: none\n// columns: one int\nRETURN 1 AS one")
A_COMMUNITY = "medium"  # the level that a community governs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each question is asked (default 30)")
    given = parser.parse_args()
    with open_database() as db:
        timings = measure(db, given.rounds)
        server = db.agent
    print(f"{server}, {dt.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # noqa: DTZ011
    print(table(timings))


def measure(db: Database, rounds: int) -> list[Timing]:
    """The empty round trip; each cause for the county; all causes for the county and for a community; the instance."""
    community = next(row["grid"] for row in db.read(query("report/grids")) if row["level"] == A_COMMUNITY)
    questions: dict[str, Callable[[], int]] = {
        "empty round trip": lambda: len(db.read(EMPTY)),
        **{cause: partial(_gaps, db, causes=[cause]) for cause in CAUSES},
        "all causes, the county": partial(_gaps, db),
        f"all causes, community {community}": partial(_gaps, db, grid=community),
        "instance": lambda: len(problem_from_graph(db).instance.households),
    }
    return [timed(name, ask, rounds=rounds, warm=max(1, rounds // 3)) for name, ask in questions.items()]


def _gaps(db: Database, **asked: Any) -> int:
    return len(find_gaps(db, **asked))


if __name__ == "__main__":
    main()

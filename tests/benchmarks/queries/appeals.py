"""`python -m tests.benchmarks.queries.appeals COUNTY`: a trace and the hand-overs of 66,000 steps, on an empty graph.

COUNTY is a folder of `lianhu sample`. Its appeals are taken again and again under new ids until there are enough steps;
the county with them is imported into the graph that LIANHU_GRAPH names, which must be empty. Beside the answers stand
the driver's empty round trip, and the same hand-overs in plain Python over the rows of the files.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from graph.appeal_rules import default_appeal_rules
from graph.appeals.actors import Actor
from graph.appeals.handover import analyse, hand_overs
from graph.appeals.path import Appeal
from graph.appeals.read import EVERYTHING, Selection, appeals_now, read_appeals, steps_of
from graph.appeals.stuck import agenda
from graph.appeals.trace import trace
from graph.clock import CHINA, end_of_day
from graph.database import Database, open_database
from graph.errors import LianhuError
from graph.ingest.run import import_county, read_file
from graph.queries import query
from tests.benchmarks.queries.__main__ import EMPTY
from tests.benchmarks.queries.timing import Timing, table, timed

STEPS = 66_000
Row = dict[str, str]


def main() -> None:
    """Import, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries.appeals", description=__doc__)
    parser.add_argument("county", type=Path, help="a folder that `lianhu sample` wrote")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"how many steps at least (default {STEPS:,})")
    parser.add_argument("--rounds", type=int, default=30, help="how often each question is asked (default 30)")
    given = parser.parse_args()
    with open_database() as db, tempfile.TemporaryDirectory() as folder:
        if db.read(query("load/any"))[0]["found"]:
            raise LianhuError("The graph is not empty. Set LIANHU_GRAPH to another one.")
        county = Path(folder) / "csv"
        enlarge(given.county / "csv", county, given.steps)
        import_county(db, county, read_file(county))
        timings = measure(db, county, given.rounds)
        server = db.agent
    print(f"{server}, {dt.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # noqa: DTZ011
    print(table(timings))


def enlarge(source: Path, target: Path, steps: int) -> None:
    """The same county with its appeals again under new ids, until they have so many steps."""
    shutil.copytree(source, target)
    appeals, taken = _rows(source / "appeals.csv"), _rows(source / "steps.csv")
    of_appeal: dict[str, list[Row]] = {row["id"]: [] for row in appeals}
    for row in taken:
        of_appeal[row["appeal"]].append(row)
    more_appeals: list[Row] = []
    more_steps: list[Row] = []
    for copy in range(steps // max(1, len(taken)) + 1):
        for row in appeals:
            if len(more_steps) < steps:
                more_appeals.append(_renamed(row, copy, "id", "same_as"))
                more_steps += [_renamed(step, copy, "appeal") for step in of_appeal[row["id"]]]
    _write(target / "appeals.csv", more_appeals)
    _write(target / "steps.csv", more_steps)


def measure(db: Database, county: Path, rounds: int) -> list[Timing]:
    """Traces of a closed and an open appeal, hand-overs of all and of a community, the agenda, and plain Python."""
    now = appeals_now(db, None)
    appeals = read_appeals(db, EVERYTHING, now)
    closed = next(appeal.id for appeal in appeals if len(appeal.steps) == 10)
    still_open = next(a.id for a in appeals if a.household and a.closed_at_ms is None and len(a.steps) > 2)
    community = next(row["grid"] for row in db.read(query("report/grids")) if row["level"] == "medium")
    few = max(3, rounds // 6)
    return [
        timed("empty round trip", lambda: len(db.read(EMPTY)), rounds=rounds, warm=rounds),
        timed("trace, closed", lambda: len(trace(db, closed).spells), rounds=rounds, warm=rounds),
        timed("trace, open", lambda: len(trace(db, still_open).asked), rounds=rounds, warm=rounds),
        timed("hand-over, all steps", lambda: hand_overs(db).steps, rounds=few, warm=3),
        timed(f"hand-over, community {community}", partial(_steps, db, community), rounds=few, warm=3),
        timed("stuck", lambda: len(agenda(db).items), rounds=few, warm=1),
        timed("hand-over, plain Python over the files", partial(_plain, county), rounds=few, warm=1),
    ]


def _steps(db: Database, grid: str) -> int:
    return hand_overs(db, Selection(grid=grid)).steps


def _plain(county: Path) -> int:
    """The same analysis of rows read from the CSV files."""
    rows: dict[str, list[Sequence[object]]] = {}
    for row in _rows(county / "steps.csv"):
        ends = (row["from"] or None, row["to"] or None)
        satisfied = {"yes": True, "no": False}.get(row["satisfied"])
        event = (int(row["seq"]), row["kind"], _ms(row["at"]), *ends, row["reason"] or None, satisfied)
        rows.setdefault(row["appeal"], []).append(event)
    building = {row["id"]: row["building"] for row in _rows(county / "households.csv")}
    about = {row["key"]: row["value"] for row in _rows(county / "about.csv")}
    appeals = [_appeal(row, rows, building) for row in _rows(county / "appeals.csv")]
    actors = {actor.id: actor for actor in _actors(county)}
    return analyse(appeals, actors, default_appeal_rules(), end_of_day(about["as_of"]).ms).steps


def _appeal(row: Row, steps: dict[str, list[Sequence[object]]], building: dict[str, str]) -> Appeal:
    point = (float(row["lon"]), float(row["lat"])) if row["lon"] else (None, None)
    return Appeal(
        row["id"],
        row["category"],
        _ms(row["opened_at"]),
        steps_of(steps.get(row["id"], ())),
        row["triage"] or None,
        row["channel"],
        row["household"] or None,
        building.get(row["household"]),
        (),
        *point,
        row["place"] or None,
        row["same_as"] or None,
    )


def _actors(county: Path) -> Iterator[Actor]:
    for name, label in (("grids", "Grid"), ("members", "Member"), ("departments", "Department")):
        for row in _rows(county / f"{name}.csv"):
            yield Actor(row["id"], label, row["name"], row.get("level"))


def _ms(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp() * 1000)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _renamed(row: Row, copy: int, *keys: str) -> Row:
    return row | {key: f"{row[key]}-{copy}" for key in keys if copy and row[key]}


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()

"""Runs the tests in three lanes beside each other and compares what the two graph servers gave.

The first lane has every test that needs no server, the second those that start servers and whole commands of their own
and mostly wait for them, the third the graph suite on the session's server: the local graph, then a real Neo4j. Each
lane's output comes in one piece.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TextIO

from tests import neo4j_server
from tests.outcomes import ENV_FILE

COVERED_PERCENT = 90
ROOT = Path(__file__).parent.parent
GRAPH, NO_GRAPH = "graph and not soak", "not graph and not soak"
WAITING = ("tests/graph", "tests/neo4j_server", "tests/repo")  # what the second lane has


class Lane:
    """Runs of pytest one after the other. `out` takes all that they say, `folder` what they leave."""

    def __init__(self, out: TextIO, folder: Path) -> None:
        self.out, self.folder = out, folder

    def say(self, words: str) -> None:
        """A line between the runs."""
        print(words, file=self.out, flush=True)

    def pytest(self, name: str, marks: str, env: dict[str, str], *more: str) -> int:
        """Run the tests with these marks; their outcomes go to `NAME.json`, what they covered to `NAME.coverage`."""
        environment = {
            **os.environ,
            ENV_FILE: str(self.folder / f"{name}.json"),
            "COVERAGE_FILE": str(self.folder / f"{name}.coverage"),
            **env,
        }
        command = [sys.executable, "-m", "pytest", "-p", "tests.outcomes", "-p", "no:cacheprovider", "-m", marks, *more]
        return self.call(command, environment)

    def call(self, command: list[str], env: dict[str, str] | None = None) -> int:
        """Run a command; its exit code."""
        return subprocess.run(
            command, env=env, cwd=ROOT, stdout=self.out, stderr=subprocess.STDOUT, check=False
        ).returncode


def run_rest(lane: Lane) -> int:
    """Everything that needs no server, with coverage."""
    lane.say("== The tests without a graph")
    ignored = (f"--ignore={folder}" for folder in WAITING)
    return lane.pytest("rest", NO_GRAPH, _local_env(), "--cov", "--cov-report=", *ignored)


def run_waiting(lane: Lane) -> int:
    """What starts servers and commands of its own, with coverage."""
    lane.say("== The tests that start servers and commands of their own")
    return lane.pytest("waiting", NO_GRAPH, _local_env(), "--cov", "--cov-report=", *WAITING)


def run_local(lane: Lane) -> int:
    """The graph suite on the local graph, with coverage."""
    lane.say("== The graph suite on the local graph")
    return lane.pytest("local", GRAPH, _local_env(), "--cov", "--cov-report=")


def run_neo4j(lane: Lane) -> int:
    """The graph suite on a real Neo4j. Where none can be started: said in words, and a failure in CI."""
    lane.say("== The graph suite on a real Neo4j")
    missing = neo4j_server.what_is_missing()
    if missing:
        lane.say(f"No Neo4j here: {missing}")
        return 1 if os.environ.get("CI") == "true" else 0
    with neo4j_server.running() as env:
        return lane.pytest("neo4j", GRAPH, env)


def _local_env() -> dict[str, str]:
    return {name: "" for name in os.environ if name.startswith("LIANHU_GRAPH")}


def run_coverage(lane: Lane) -> int:
    """Branch coverage of graph/ and planner/ over all lanes."""
    coverage = [sys.executable, "-m", "coverage"]
    data = f"--data-file={lane.folder / 'all.coverage'}"
    parts = [str(path) for path in sorted(lane.folder.glob("*.coverage*"))]
    combined = lane.call([*coverage, "combine", "-q", data, *parts])
    return combined or lane.call([*coverage, "report", data, "--skip-covered", f"--fail-under={COVERED_PERCENT}"])


def compare(lane: Lane) -> int:
    """Whether the two servers ran the same tests and all of them passed; said in words."""
    outcomes = [lane.folder / "local.json", lane.folder / "neo4j.json"]
    if not all(path.exists() for path in outcomes):
        return 0
    lines = differences(*map(read_outcomes, outcomes))
    lane.say("\n".join(lines) or "== Both graphs: the same graph tests, all passed")
    return int(bool(lines))


def differences(local: dict[str, str], neo4j: dict[str, str]) -> list[str]:
    """What keeps the two runs from being the same tests, all of them passed."""
    lines = [f"only on the local graph: {name}" for name in sorted(local.keys() - neo4j.keys())]
    lines += [f"only on Neo4j: {name}" for name in sorted(neo4j.keys() - local.keys())]
    for server, outcomes in (("the local graph", local), ("Neo4j", neo4j)):
        lines += [f"{outcome} on {server}: {name}" for name, outcome in sorted(outcomes.items()) if outcome != "passed"]
    return lines


def read_outcomes(path: Path) -> dict[str, str]:
    """How each graph test ended."""
    seen: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return seen


def side_by_side(folder: Path, lanes: list[list[Callable[[Lane], int]]]) -> list[int]:
    """The runs of each lane, one after the other, beside those of the other lanes; exit codes of all.

    The first lane is seen as it goes, the others when they and the first are done.
    """

    def whole(number: int) -> list[int]:
        with (folder / f"lane-{number}.log").open("w", encoding="utf-8") as log:
            return [run(Lane(log, folder)) for run in lanes[number]]

    with ThreadPoolExecutor(len(lanes)) as pool:
        others = {number: pool.submit(whole, number) for number in range(1, len(lanes))}
        codes = [run(Lane(sys.stdout, folder)) for run in lanes[0]]
        for number, other in others.items():
            wait([other])
            print((folder / f"lane-{number}.log").read_text(encoding="utf-8"), flush=True)
            codes += other.result()
    return codes


def main() -> int:
    """Run what was asked for; 0 when all of it passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--local", action="store_true", help="only the local graph")
    parser.add_argument("--neo4j", action="store_true", help="only the graph suite on the real Neo4j")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lane = Lane(sys.stdout, Path(name))
        if chosen.neo4j:
            return run_neo4j(lane)
        graph = [run_local] if chosen.local else [run_local, run_neo4j]
        codes = side_by_side(lane.folder, [[run_rest], [run_waiting], graph])
        codes += [compare(lane), run_coverage(lane)]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())

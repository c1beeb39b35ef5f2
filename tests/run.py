"""Runs the tests: all of them on the local graph, then the graph suite on a real Neo4j, and compares the two."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import neo4j_server
from tests.outcomes import ENV_FILE

COVERED_PERCENT = 90
ROOT = Path(__file__).parent.parent


def run_pytest(*arguments: str, outcomes: Path, env: dict[str, str] | None = None) -> int:
    """Run pytest in a process of its own; the graph tests' outcomes go to `outcomes`."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.outcomes", "-m", "not soak", *arguments]
    environment = {**os.environ, ENV_FILE: str(outcomes), **(env or {})}
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def run_local(outcomes: Path) -> int:
    """Every test on the local graph, with branch coverage of graph/ and planner/."""
    print("== All tests, graph tests on the local graph", flush=True)
    without_server = {name: "" for name in os.environ if name.startswith("LIANHU_GRAPH")}
    failed = run_pytest("--cov", "--cov-report=", outcomes=outcomes, env=without_server)
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered", f"--fail-under={COVERED_PERCENT}"]
    return failed or subprocess.run(report, cwd=ROOT, check=False).returncode


def run_neo4j(outcomes: Path) -> int:
    """The graph suite on a real Neo4j. Where none can be started: said in words, and a failure in CI."""
    print("== The graph suite on a real Neo4j", flush=True)
    missing = neo4j_server.what_is_missing()
    if missing:
        print(f"No Neo4j here: {missing}", flush=True)
        return 1 if os.environ.get("CI") == "true" else 0
    with neo4j_server.running() as env:
        return run_pytest("-m", "graph and not soak", outcomes=outcomes, env=env)


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


def main() -> int:
    """Run what was asked for; 0 when all of it passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--local", action="store_true", help="only the local graph")
    parser.add_argument("--neo4j", action="store_true", help="only the real Neo4j")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        local, neo4j = Path(folder, "local.json"), Path(folder, "neo4j.json")
        failed = 0 if chosen.neo4j else run_local(local)
        if not chosen.local:
            failed = run_neo4j(neo4j) or failed
        if local.exists() and neo4j.exists():
            lines = differences(read_outcomes(local), read_outcomes(neo4j))
            print("\n".join(lines) or "== Both graphs: the same graph tests, all passed", flush=True)
            failed = failed or bool(lines)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

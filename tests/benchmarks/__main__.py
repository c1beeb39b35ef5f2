"""`make bench`: every benchmark once, on made-up counties; its tables go into the README here with their date.

Takes about an hour and wants the machine for itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from graph import local_server
from graph.sample.size import SEED_HOUSEHOLDS, SEED_MEMBERS, Size
from graph.sample.write import write_sample
from graph.settings import LocalGraph
from tests import neo4j_server

SEEDS = (1, 2, 3)
ROOT = Path(__file__).parent.parent.parent


def run(module: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    """One benchmark, in a process of its own; what it prints is the table."""
    print(f"\n## {module} {' '.join(Path(a).name for a in arguments)}\n", flush=True)
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})}, check=True)


def on_graph(county: Path, env: dict[str, str]) -> None:
    """What a graph server has a say in."""
    run("ingest", str(county), env=env)
    run("queries", "--rounds", "10", "--csv", str(county / "csv"), env=env)


def main() -> None:
    """Sample counties, then the planner, then both graphs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in SEEDS:
            write_sample(folder / f"county-{seed}", Size(SEED_HOUSEHOLDS, SEED_MEMBERS), seed)
        run("planner", *(str(folder / f"county-{seed}" / "county.json.gz") for seed in SEEDS), "--seconds", "5", "30")
        first = folder / f"county-{SEEDS[0]}"
        run("planner.rebalance", str(first / "county.json.gz"))
        run("planner.resilience", str(first / "county.json.gz"))
        run("planner.gap", "--made", "d:20x200", "d:80x1600", "e:80x1600", "--against", "cpsat", "highs")
        local = LocalGraph(folder / "graph")
        on_graph(first, {"LIANHU_GRAPH": f"local:{local.directory}"})
        local_server.stop(local)
        missing = neo4j_server.what_is_missing()
        if missing:
            print(f"No Neo4j here: {missing}")
            return
        with neo4j_server.running() as env:
            on_graph(first, env)


if __name__ == "__main__":
    main()

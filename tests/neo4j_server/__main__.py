"""`python -m tests.neo4j_server start | stop | run COMMAND …`: a real Neo4j for this machine, kept in .neo4j/server."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tests.neo4j_server.server import FOLDER, Neo4jCannotRun, running, start, stop

SERVER = FOLDER / "server"


def main() -> int:
    """Do what was asked; 0 when it worked, the command's own code for `run`."""
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j_server", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("start", help="start it and print what to export so that Lianhu uses it")
    actions.add_parser("stop", help="stop it; its data stay")
    run = actions.add_parser("run", help="run a command on a new, empty Neo4j that goes away with it")
    run.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    try:
        return _run(given.command) if given.action == "run" else {"start": _start, "stop": _stop}[given.action]()
    except Neo4jCannotRun as error:
        print(error, file=sys.stderr)
        return 1


def _start() -> int:
    for name, value in start(SERVER).environment().items():
        print(f"export {name}={value}")
    return 0


def _stop() -> int:
    print("Neo4j is stopped; its data stay in .neo4j/server." if stop(SERVER) else "No Neo4j was running.")
    return 0


def _run(command: list[str]) -> int:
    with running() as environment:
        return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

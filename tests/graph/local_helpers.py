"""What the tests of the local graph's server share."""

from __future__ import annotations

import time
from collections.abc import Callable

from graph.local_files import Files, Running, processes, read_record
from graph.settings import LocalGraph
from tests.graph.a_query import a_query

KEEP = a_query("MERGE (n:Kept {id: $id})", params="id string")
KEPT = a_query("MATCH (n:Kept) RETURN n.id AS id ORDER BY id", columns="id string")
OPEN_AND_WAIT = """
import sys
from pathlib import Path
from graph.database import open_database
from graph.settings import LocalGraph
with open_database(LocalGraph(Path(sys.argv[1]))) as database:
    print(database.agent, flush=True)
    sys.stdin.read()
"""


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something that another process brings about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def the_record(graph: LocalGraph) -> Running:
    """Which server runs on the folder."""
    found = read_record(Files(graph.directory))
    assert found is not None
    return found


def servers(graph: LocalGraph) -> set[int]:
    """The numbers of all processes that belong to the folder: a server and its supervisor, when all is well."""
    return {process.pid for process in processes(Files(graph.directory))}

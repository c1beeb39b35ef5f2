"""Approvals in processes of their own that get killed, and readers who write down what they see meanwhile."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from graph import versions
from graph.database import Database
from graph.settings import GraphSettings
from graph.versions import current_version
from planner.approval import approve_plan
from tests.graph.small_county import ask

Assignment = frozenset[tuple[str, str]]  # (household, member)
LINKS_AT_ONCE = 50  # small batches: many moments between two transactions
START_SECONDS = 120
PAUSE_SECONDS = 0.1  # between two reads, so that two readers do not take the machine for themselves

STATE = ask(
    "MATCH (m:Member)-[r:SERVES]->(h:Household) WHERE r.from_version <= $version AND r.to_version > $version "
    "RETURN m.id AS member, collect(h.id) AS households ORDER BY member",
    params="version int",
    columns="member string, households list",
)

# One process that has imported everything and forks the others: a new Python for each kill would take most of the time.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["__main__", __name__])


def _approve(settings: GraphSettings, plan: str, ready: Connection) -> None:
    versions.BATCH_SIZE = LINKS_AT_ONCE
    with Database(settings) as db:
        ready.send("ready")
        approve_plan(db, plan)
        ready.send("done")


@contextmanager
def approving(settings: GraphSettings, plan: str) -> Generator[tuple[BaseProcess, Connection]]:
    """A process that is approving a plan from now on; it says "done" when it has. Killed at the end of the block."""
    mine, its = _processes.Pipe()
    process = _processes.Process(target=_approve, args=(settings, plan, its))
    process.start()
    its.close()
    try:
        assert mine.poll(START_SECONDS)
        assert mine.recv() == "ready"
        yield process, mine
    finally:
        process.kill()
        process.join()
        process.close()
        mine.close()


class Reader(threading.Thread):
    """Reads the version, then the links at that version, again and again. `seen`: every state by its version."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self.db = db
        self.seen: dict[int, set[Assignment]] = {}
        self.reads = 0
        self.failed: list[Exception] = []
        self._stopped = threading.Event()

    def run(self) -> None:
        """Read until stopped; an error ends it and is kept."""
        try:
            while not self._stopped.is_set():
                version = current_version(self.db)
                self.seen.setdefault(version, set()).add(state_at(self.db, version))
                self.reads += 1
                time.sleep(PAUSE_SECONDS)
        except Exception as error:
            self.failed.append(error)

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self.join()


@contextmanager
def readers(db: Database, count: int = 2) -> Generator[list[Reader]]:
    """So many threads that read until the end of the block."""
    started = [Reader(db) for _ in range(count)]
    for reader in started:
        reader.start()
    try:
        yield started
    finally:
        for reader in started:
            reader.stop()


def state_at(db: Database, version: int) -> Assignment:
    """Who serves whom at a version, in one query and one row a member."""
    rows = db.read(STATE, version=version)
    pairs = [(household, row["member"]) for row in rows for household in row["households"]]
    state = frozenset(pairs)
    assert len(state) == len(pairs), "a link was there twice"
    return state

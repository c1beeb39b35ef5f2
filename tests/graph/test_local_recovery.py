"""The local server comes back after any end, and goes when nobody uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from graph import local_server
from graph.database import Database, open_database
from graph.errors import GraphUnavailable
from graph.local_files import Files, Running, read_record, write_record
from graph.settings import LocalGraph
from tests.graph.a_query import a_query
from tests.graph.local_helpers import KEEP, KEPT, servers, the_record, until


def test_an_open_database_works_again_after_a_stop(running: Database, local_folder: LocalGraph) -> None:
    """A notebook that holds it open for hours asks again and gets its answer, from another server on another port."""
    running.write(KEEP, id="a")
    before = the_record(local_folder)
    local_server.stop(local_folder)
    assert running.read(KEPT) == [{"id": "a"}]
    assert the_record(local_folder).pid != before.pid


@pytest.mark.parametrize("victims", ["server", "supervisor", "both"])
def test_a_killed_server_is_back_at_the_next_use(running: Database, local_folder: LocalGraph, victims: str) -> None:
    """kill -9 of the server, of its supervisor, or of both: what was committed is there, and one server runs again."""
    running.write(KEEP, id="a")
    before = the_record(local_folder)
    if victims != "server":
        os.kill(before.supervisor_pid, signal.SIGKILL)
    if victims != "supervisor":
        os.kill(before.pid, signal.SIGKILL)
    elif sys.platform == "linux":
        until(lambda: not psutil.pid_exists(before.pid))  # told to end by the kernel
    running.write(KEEP, id="b")
    assert running.read(KEPT) == [{"id": "a"}, {"id": "b"}]
    after = the_record(local_folder)
    assert servers(local_folder) == {after.pid, after.supervisor_pid}
    assert {after.pid, after.supervisor_pid}.isdisjoint({before.pid, before.supervisor_pid})


def test_a_server_without_its_supervisor_does_not_stay(running: Database, local_folder: LocalGraph) -> None:
    """Nobody would stop it when it is idle: on Linux the kernel tells it to end, elsewhere the next use does."""
    before = the_record(local_folder)
    os.kill(before.supervisor_pid, signal.SIGKILL)
    if sys.platform != "linux":
        running.read(KEPT)
    until(lambda: not psutil.pid_exists(before.pid))


def test_it_stops_when_nobody_asks_and_only_then(local_folder: LocalGraph) -> None:
    """With two seconds of patience, queries for three seconds keep it; then it goes, until the next query."""
    impatient = replace(local_folder, idle_seconds=2.0)
    with open_database(impatient) as database:
        database.write(KEEP, id="a")
        first = the_record(local_folder).pid
        end = time.monotonic() + 3.0
        while time.monotonic() < end:
            database.read(KEPT)
            time.sleep(0.1)
        assert the_record(local_folder).pid == first
        until(lambda: servers(local_folder) == set())
        assert not Files(local_folder.directory).record.exists()
        assert database.read(KEPT) == [{"id": "a"}]


def test_a_query_that_takes_longer_than_the_patience_is_left_alone(local_folder: LocalGraph) -> None:
    """The server computes for longer than it may be idle: that is use, and the answer comes from the same server."""
    impatient = replace(local_folder, idle_seconds=1.0)
    slow = a_query(
        "UNWIND range(1, $n) AS a UNWIND range(1, $n) AS b WITH a * b AS c WHERE c % 7 = 0 RETURN count(c) AS n",
        params="n int",
        columns="n int",
    )
    with open_database(impatient) as database:
        before, started, n = the_record(local_folder), time.monotonic(), 1500
        while time.monotonic() - started < 3.0:
            started = time.monotonic()
            database.read(slow, n=n)
            n *= 2
        assert the_record(local_folder) == before


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"pid": 1}', "not json"])
def test_a_record_that_makes_no_sense_is_no_server(local_folder: LocalGraph, content: str) -> None:
    """Half a file from a machine that lost power is taken for what it is: nothing."""
    local_folder.directory.mkdir()
    Files(local_folder.directory).record.write_text(content, encoding="utf-8")
    assert not local_server.status(local_folder).running
    assert local_server.record_stamp(local_folder) is not None


def test_a_stale_record_is_noticed(local_folder: LocalGraph) -> None:
    """The record names processes that are gone, or whose numbers another program has now: a new server is started."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    files = Files(local_folder.directory)
    files.directory.mkdir()
    for pid in (gone.pid, os.getpid()):
        write_record(files, Running(pid, pid, port=1, password="old", idle_seconds=600.0, version="0"))
        assert not local_server.status(local_folder).running
    with open_database(local_folder) as database:
        assert database.read(KEPT) == []
    assert the_record(local_folder).port != 1


@contextmanager
def suppress_cut_commit() -> Iterator[None]:
    """Let the one error pass that a killed server may leave behind."""
    try:
        yield
    except GraphUnavailable as error:
        if "may or may not have been written" not in str(error):
            raise


@pytest.mark.soak
def test_stops_and_kills_lose_nothing_and_disturb_nobody(local_folder: LocalGraph) -> None:
    """Four threads read and write while the server is stopped and killed ten times: no write that was told is lost.

    Only a commit that a kill cut in two may fail, since nobody can know of it: it says so and is not done twice.
    """
    acknowledged: set[str] = set()
    over = threading.Event()
    wrong: list[BaseException] = []

    def use(database: Database, name: str) -> None:
        number = 0
        try:
            while not over.is_set():
                number += 1
                with suppress_cut_commit():
                    database.write(KEEP, id=f"{name}-{number}")
                    acknowledged.add(f"{name}-{number}")
                database.read(KEPT)
        except BaseException as error:
            wrong.append(error)

    with open_database(local_folder) as database:
        users = [threading.Thread(target=use, args=(database, name)) for name in "abcd"]
        for user in users:
            user.start()
        for round_number in range(10):
            time.sleep(1.5)
            record = read_record(Files(local_folder.directory))
            if round_number % 2 == 0:
                local_server.stop(local_folder)
            elif record is not None:
                os.kill(record.pid, signal.SIGKILL)
        over.set()
        for user in users:
            user.join()
        kept = {row["id"] for row in database.read(KEPT)}
    assert wrong == []
    assert acknowledged <= kept

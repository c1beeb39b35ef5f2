"""The process that watches the server: what it does when nobody asks, when somebody comes back, and at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pytest

from graph import local_supervisor
from graph.local_files import Files, Running, make_folder, read_record, starting_or_stopping, write_record

RUNNING = Running(1, 2, port=3, password="secret", idle_seconds=10.0, version="0")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A folder whose record says that a server runs, last used long ago."""
    made = Files(tmp_path / "lianhu")
    make_folder(made)
    write_record(made, RUNNING)
    used(made, seconds_ago=100)
    return made


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the supervisor's program run here, and give the signal back to its owner afterwards."""
    monkeypatch.setattr(local_supervisor, "_detach", lambda: None)
    handler = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)


def used(files: Files, *, seconds_ago: float) -> None:
    """As if the last query had been so long ago."""
    files.last_use.touch()
    os.utime(files.last_use, (time.time() - seconds_ago, time.time() - seconds_ago))


def test_an_idle_server_is_retired(files: Files) -> None:
    """Nobody asked for longer than its patience: the record goes, so that no new query is sent there."""
    assert local_supervisor._retire(files, RUNNING)
    assert read_record(files) is None


def test_whoever_comes_at_the_last_moment_keeps_it(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query marks its use after the first look and before the second: the record is put back and the server stays."""
    looks = chain([100.0], repeat(0.0))
    monkeypatch.setattr(local_supervisor, "seconds_unused", lambda _files: next(looks))
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.8)"]) as server:
        local_supervisor._watch(server, files, replace(RUNNING, pid=server.pid, idle_seconds=2.0))
    record = read_record(files)
    assert record is not None
    assert record.pid == server.pid


def test_a_server_that_somebody_starts_or_stops_is_not_retired(files: Files) -> None:
    """The lock is held by another: this round is left out."""
    with starting_or_stopping(files, wait_seconds=0) as held:
        assert held
        assert not local_supervisor._retire(files, RUNNING)
    assert read_record(files) == RUNNING


def test_a_server_that_computes_is_in_use(files: Files) -> None:
    """It computes for longer than it may be idle: it is retired when it rests, and not before."""
    code = "import time\nend = time.time() + 4\nwhile time.time() < end: pass\ntime.sleep(60)"
    used(files, seconds_ago=0)
    started = time.monotonic()
    with subprocess.Popen([sys.executable, "-c", code]) as server:
        local_supervisor._watch(server, files, replace(RUNNING, pid=server.pid, idle_seconds=2.0))
        local_supervisor._stop(server)
    assert time.monotonic() - started > 4
    assert server.returncode == -signal.SIGTERM


def test_a_server_that_does_not_heed_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked first; after a time it is made to."""
    monkeypatch.setattr(local_supervisor, "STOP_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        local_supervisor._stop(server)
    assert server.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("in_this_process")
def test_the_whole_life_of_a_server(tmp_path: Path) -> None:
    """Started, announced, idle, stopped: exit code 0, and no record, no open port and no process are left."""
    files = Files(tmp_path / "lianhu")
    make_folder(files)
    assert local_supervisor.main(files.directory, 0.5) == 0
    assert read_record(files) is None
    assert "ArcadeDB Server is down" in files.log.read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_this_process")
def test_a_server_that_ends_before_it_is_up_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1, and no record that would send somebody there."""
    files = Files(tmp_path / "lianhu")
    make_folder(files)
    monkeypatch.setattr(local_supervisor, "command", lambda *_: [sys.executable, "-c", "print('no room')"])
    assert local_supervisor.main(files.directory, 0.5) == 1
    assert read_record(files) is None
    assert files.log.read_text(encoding="utf-8").strip() == "no room"


@pytest.mark.usefixtures("in_this_process")
def test_a_server_that_never_comes_up_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs and says nothing: stopped after the time for a start."""
    files = Files(tmp_path / "lianhu")
    make_folder(files)
    monkeypatch.setattr(local_supervisor, "START_SECONDS", 0.3)
    monkeypatch.setattr(local_supervisor, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(60)"])
    assert local_supervisor.main(files.directory, 0.5) == 1

"""One server for all who share a folder: there when needed, back after any end, gone when nobody uses it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from graph import local_server
from graph.database import Database, open_database
from graph.errors import GraphUnavailable
from graph.local_files import Files
from graph.settings import LocalGraph
from tests.graph.local_helpers import KEEP, KEPT, OPEN_AND_WAIT, servers, the_record


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One local graph for the tests that only look at it."""
    graph = LocalGraph(tmp_path_factory.mktemp("looked-at") / "lianhu")
    with open_database(graph) as database:
        yield database
    local_server.stop(graph)


def graph_of(database: Database) -> LocalGraph:
    """The settings of a local graph."""
    assert isinstance(database.settings, LocalGraph)
    return database.settings


def files_of(database: Database) -> Files:
    """The files of a local graph."""
    return Files(graph_of(database).directory)


def test_the_first_use_starts_it_and_the_data_survive_its_stop(local_folder: LocalGraph) -> None:
    """Nothing runs before the first use; what was written is there after a stop; stopping twice stops nothing.

    The password is another one at every start, so that an old one that leaked is of no use.
    """
    assert not local_server.status(local_folder).running
    with open_database(local_folder) as database:
        database.write(KEEP, id="a")
    assert local_server.status(local_folder).running
    before = the_record(local_folder)
    assert local_server.stop(local_folder)
    assert servers(local_folder) == set()
    assert not local_server.stop(local_folder)
    with open_database(local_folder) as database:
        assert database.read(KEPT) == [{"id": "a"}]
    assert the_record(local_folder).password != before.password


def test_processes_that_start_at_once_share_one_server(local_folder: LocalGraph) -> None:
    """Three processes open a folder that nobody has used, at the same moment: one server, and all three talk to it."""
    command = [sys.executable, "-c", OPEN_AND_WAIT, str(local_folder.directory)]
    with ExitStack() as stack:
        openers = [stack.enter_context(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True)) for _ in range(3)]
        assert all("ArcadeDB" in str(opener.stdout and opener.stdout.readline()) for opener in openers)
        found = the_record(local_folder)
        assert servers(local_folder) == {found.pid, found.supervisor_pid}
    assert [opener.returncode for opener in openers] == [0, 0, 0]


def test_threads_share_one_database(running: Database, local_folder: LocalGraph) -> None:
    """The API asks from many threads; a stop between their queries is noticed once and mended for all."""
    wrong: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(5):
                running.read(KEPT)
        except BaseException as error:
            wrong.append(error)

    local_server.stop(local_folder)
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(servers(local_folder)) == 2


def test_a_folder_may_have_any_name_in_any_locale(tmp_path: Path) -> None:
    """Blanks and Chinese in the path, and a locale that knows neither: the server still finds its folder."""
    graph = LocalGraph(tmp_path / "资溪 county, 2026")
    command = [sys.executable, "-c", OPEN_AND_WAIT, str(graph.directory)]
    env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(command, env=env, input="", capture_output=True, text=True, check=False, encoding="utf-8")
        assert (done.returncode, done.stderr) == (0, "")
        assert [
            path.name for path in (Files(graph.directory).server_root / "databases").iterdir() if path.is_dir()
        ] == ["lianhu"]
    finally:
        local_server.stop(graph)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(GraphUnavailable, match="cannot be made or written"):
        open_database(LocalGraph(tmp_path / "taken" / "lianhu"))


def test_a_server_that_cannot_start_is_said_with_its_last_words(local_folder: LocalGraph) -> None:
    """Its databases' folder is a file: the message has the folder, the end of the log and another way."""
    files = Files(local_folder.directory)
    files.server_root.mkdir(parents=True)
    (files.server_root / "databases").write_text("", encoding="utf-8")
    with pytest.raises(GraphUnavailable, match="could not be started") as caught:
        open_database(local_folder)
    assert str(files.log) in str(caught.value)
    assert "neo4j://" in str(caught.value)
    assert servers(local_folder) == set()


def test_without_the_wheel_the_error_names_neo4j(local_folder: LocalGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """ARM Linux and old systems have no wheel: everything else works, and the message says which way to go."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(GraphUnavailable, match="set LIANHU_GRAPH=neo4j://HOST:7687"):
        open_database(local_folder)


def test_a_lock_that_is_never_given_back_ends_in_words(
    local_folder: LocalGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the lock for longer than any start or stop may take: said, and where to look."""
    monkeypatch.setattr(local_server, "LOCK_SECONDS", 0.2)
    files = Files(local_folder.directory)
    files.directory.mkdir()
    hold = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2); print(flush=True); input()"
    command = [sys.executable, "-c", hold, str(files.lock)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for attempt in (lambda: open_database(local_folder), lambda: local_server.stop(local_folder)):
            with pytest.raises(GraphUnavailable, match="Another process has been starting or stopping"):
                attempt()
        holder.kill()
    assert local_server.stop(local_folder) is False


def test_only_the_owner_may_read_and_only_this_machine_may_ask(looked_at: Database) -> None:
    """The password is in files of mode 0600 and on no command line; every port listens on the loopback alone."""
    files, found = files_of(looked_at), the_record(graph_of(looked_at))
    for path in (files.record, files.password):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.directory.stat().st_mode) == 0o700
    server = psutil.Process(found.pid)
    assert found.password not in " ".join(server.cmdline())
    listening = [c.laddr for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert found.port in {address.port for address in listening}
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_status_tells_what_runs(looked_at: Database) -> None:
    """Process, port, memory, disk and idle time of the server that runs; and looking is no use of it."""
    looked_at.read(KEPT)
    files = files_of(looked_at)
    os.utime(files.last_use, (time.time() - 100, time.time() - 100))
    found, record = local_server.status(graph_of(looked_at)), the_record(graph_of(looked_at))
    assert (found.running, found.pid, found.port) == (True, record.pid, record.port)
    assert found.memory_bytes is not None
    assert found.memory_bytes > 50_000_000
    assert found.disk_bytes > 0
    assert found.unused_seconds == pytest.approx(100, abs=5)
    assert found.idle_seconds == 600
    assert found.version is not None
    assert found.version.startswith("ArcadeDB ")


def test_the_record_is_valid_json_with_nothing_but_its_fields(looked_at: Database) -> None:
    """What other versions of Lianhu on the same folder will read."""
    told = json.loads(files_of(looked_at).record.read_text(encoding="utf-8"))
    assert sorted(told) == ["idle_seconds", "password", "pid", "port", "supervisor_pid", "version"]

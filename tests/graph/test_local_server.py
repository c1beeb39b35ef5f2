"""One server for all who share a folder: there when needed, back after any end, gone when nobody uses it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from graph import local_server
from graph.database import Database, open_database
from graph.errors import GraphUnavailable
from graph.local_files import Files, Running, processes, read_record, write_record
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


@pytest.fixture
def running(local_folder: LocalGraph) -> Iterator[Database]:
    """A local graph of the test's own, open."""
    with open_database(local_folder) as database:
        yield database


def test_the_first_use_starts_it_and_the_data_survive_its_stop(local_folder: LocalGraph) -> None:
    """Nothing runs before the first use; what was written is there after a stop; stopping twice stops nothing."""
    assert not local_server.status(local_folder).running
    with open_database(local_folder) as database:
        database.write(KEEP, id="a")
    assert local_server.status(local_folder).running
    assert local_server.stop(local_folder)
    assert servers(local_folder) == set()
    assert not local_server.stop(local_folder)
    with open_database(local_folder) as database:
        assert database.read(KEPT) == [{"id": "a"}]


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


@pytest.mark.parametrize("reused_by", ["nobody", "this process"])
def test_a_stale_record_is_noticed(local_folder: LocalGraph, reused_by: str) -> None:
    """The record names processes that are gone, or whose numbers another program has now: a new server is started."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    pid = gone.pid if reused_by == "nobody" else os.getpid()
    local_folder.directory.mkdir()
    stale = Running(pid, pid, port=1, password="old", idle_seconds=600.0, version="0")
    write_record(Files(local_folder.directory), stale)
    assert not local_server.status(local_folder).running
    with open_database(local_folder) as database:
        assert database.read(KEPT) == []
    assert the_record(local_folder) != stale
    assert psutil.pid_exists(os.getpid())


def test_only_the_owner_may_read_and_only_this_machine_may_ask(running: Database, local_folder: LocalGraph) -> None:
    """The password is in files of mode 0600 and on no command line; every port listens on the loopback alone."""
    files, found = Files(local_folder.directory), the_record(local_folder)
    for path in (files.record, files.password):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.directory.stat().st_mode) == 0o700
    server = psutil.Process(found.pid)
    assert found.password not in " ".join(server.cmdline())
    listening = [c.laddr for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert found.port in {address.port for address in listening}
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert running.kind == "local"


def test_the_password_is_new_at_every_start(running: Database, local_folder: LocalGraph) -> None:
    """An old one that leaked is of no use."""
    before = the_record(local_folder).password
    local_server.stop(local_folder)
    running.read(KEPT)
    assert the_record(local_folder).password != before


def test_status_tells_what_runs(running: Database, local_folder: LocalGraph) -> None:
    """Process, port, memory, disk and idle time of the server that runs; and looking is no use of it."""
    running.read(KEPT)
    files = Files(local_folder.directory)
    os.utime(files.last_use, (time.time() - 100, time.time() - 100))
    found, record = local_server.status(local_folder), the_record(local_folder)
    assert (found.running, found.pid, found.port) == (True, record.pid, record.port)
    assert found.memory_bytes is not None
    assert found.memory_bytes > 50_000_000
    assert found.disk_bytes > 0
    assert found.unused_seconds == pytest.approx(100, abs=5)
    assert found.idle_seconds == 600
    assert found.version is not None
    assert found.version.startswith("ArcadeDB ")


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


def test_the_record_is_valid_json_with_nothing_but_its_fields(running: Database, local_folder: LocalGraph) -> None:
    """What other versions of Lianhu on the same folder will read."""
    assert running.kind == "local"
    told = json.loads(Files(local_folder.directory).record.read_text(encoding="utf-8"))
    assert sorted(told) == ["idle_seconds", "password", "pid", "port", "supervisor_pid", "version"]


@pytest.mark.soak
def test_stops_and_kills_lose_nothing_and_disturb_nobody(local_folder: LocalGraph) -> None:
    """Four threads read and write while the server is stopped and killed ten times: no error, no lost write."""
    acknowledged: set[str] = set()
    over = threading.Event()
    wrong: list[BaseException] = []

    def use(database: Database, name: str) -> None:
        number = 0
        try:
            while not over.is_set():
                number += 1
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

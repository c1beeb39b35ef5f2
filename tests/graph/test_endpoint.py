"""The address follows the local server, and looking for it costs next to nothing."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from graph import local_server
from graph.endpoint import Address, Endpoint
from graph.local_files import Files, Running, make_folder, write_record
from graph.settings import LocalGraph, RemoteGraph

ONE = Running(1, 2, port=7001, password="one", idle_seconds=600.0, version="0")


class Folder:
    """A local graph whose server is only told of: each look at the processes is counted."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.graph = LocalGraph(directory)
        self.files = Files(directory)
        self.looks = 0
        make_folder(self.files)
        self.now = ONE
        monkeypatch.setattr(local_server, "ensure_running", self._look)

    def runs(self, running: Running) -> None:
        """From now on this one runs."""
        self.now = running
        write_record(self.files, running)

    def _look(self, _graph: LocalGraph) -> Running:
        self.looks += 1
        if not self.files.record.exists():
            write_record(self.files, self.now)
        return self.now


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder on which a server runs as soon as somebody looks for it."""
    return Folder(tmp_path / "lianhu", monkeypatch)


def test_a_remote_graph_stays_where_it_is() -> None:
    """Its address is the one that was given."""
    endpoint = Endpoint(RemoteGraph("bolt://graph.example", "neo4j", "secret"))
    assert endpoint.address() == endpoint.address() == Address("bolt://graph.example", "neo4j", "secret")
    assert not endpoint.moved()
    assert "secret" not in repr(endpoint.address())


def test_a_server_that_stays_is_looked_for_once(folder: Folder) -> None:
    """Later queries only compare the record's stamp."""
    endpoint = Endpoint(folder.graph)
    assert [endpoint.address() for _ in range(3)] == [Address("bolt://127.0.0.1:7001", "root", "one")] * 3
    assert folder.looks == 1
    assert not endpoint.moved()


def test_another_server_is_found(folder: Folder) -> None:
    """Stopped and started by another process: the stamp of the record is another one."""
    endpoint = Endpoint(folder.graph)
    endpoint.address()
    folder.runs(replace(ONE, port=7002))
    assert endpoint.moved()
    assert endpoint.address().url == "bolt://127.0.0.1:7002"


def test_a_server_that_went_is_looked_for(folder: Folder) -> None:
    """The record is gone: it stopped."""
    endpoint = Endpoint(folder.graph)
    endpoint.address()
    folder.files.record.unlink()
    assert endpoint.moved()
    endpoint.address()
    assert folder.looks == 2


def test_a_broken_connection_has_the_processes_looked_at(folder: Folder) -> None:
    """kill -9 leaves the record as it was, so that it alone is not believed."""
    endpoint = Endpoint(folder.graph)
    endpoint.address()
    endpoint.doubt()
    endpoint.address()
    assert folder.looks == 2


def test_use_is_marked_and_not_at_every_query(folder: Folder) -> None:
    """The first query marks it; the next ones within two seconds do not touch the disk."""
    endpoint = Endpoint(folder.graph)
    endpoint.address()
    long_ago = time.time() - 100
    os.utime(folder.files.last_use, (long_ago, long_ago))
    endpoint.address()
    assert folder.files.last_use.stat().st_mtime == pytest.approx(long_ago, abs=1)
    impatient = Endpoint(replace(folder.graph, idle_seconds=0.08))
    impatient.address()
    os.utime(folder.files.last_use, (long_ago, long_ago))
    time.sleep(0.05)
    impatient.address()
    assert folder.files.last_use.stat().st_mtime > long_ago + 50

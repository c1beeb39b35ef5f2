"""What can be known of the real Neo4j's runner without starting it; the graph suite on it tests the rest."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.neo4j_server import server
from tests.neo4j_server.server import Connection, Neo4jCannotRun


def test_a_server_whose_number_another_process_has_is_not_found(tmp_path: Path) -> None:
    """The connection file names this process, which serves no folder: nothing runs, and nothing is stopped."""
    server._remember(tmp_path, Connection(os.getpid(), 7687, "secret"))
    assert server.find(tmp_path) is None
    assert not server.stop(tmp_path)


def test_a_server_is_found_and_stopped(tmp_path: Path) -> None:
    """A process with the folder on its command line, as Neo4j has it, stands for the server."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", str(tmp_path)]) as process:
        connection = Connection(process.pid, 7687, "secret")
        server._remember(tmp_path, connection)
        assert stat.S_IMODE((tmp_path / "connection.json").stat().st_mode) == 0o600
        assert server.find(tmp_path) == connection
        assert connection.environment()["LIANHU_GRAPH"] == "bolt://127.0.0.1:7687"
        assert server.stop(tmp_path)
    assert not (tmp_path / "connection.json").exists()


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"pid": 1})])
def test_a_connection_file_that_makes_no_sense_is_no_server(tmp_path: Path, content: str) -> None:
    """Half a file is nothing."""
    (tmp_path / "connection.json").write_text(content, encoding="utf-8")
    assert server.find(tmp_path) is None


def test_docker_users_get_the_version_that_the_tests_run() -> None:
    """compose.yaml and pom.xml name the same Neo4j."""
    pom = (server.HERE / "pom.xml").read_text(encoding="utf-8")
    version = pom.partition("<neo4j.version>")[2].partition("<")[0]
    compose = (server.HERE.parent.parent / "compose.yaml").read_text(encoding="utf-8")
    assert f"image: neo4j:{version}-community\n" in compose


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without JDK or Maven there is no Neo4j, and the reason is in words."""
    monkeypatch.setattr(server, "what_is_missing", lambda: "a JDK 21 or newer")
    with pytest.raises(Neo4jCannotRun, match="The real Neo4j needs a JDK 21 or newer"):
        server.start(tmp_path)


def test_a_server_that_ends_at_once_is_said_with_its_words(tmp_path: Path) -> None:
    """Its log is in the message."""
    log = tmp_path / "neo4j.log"
    log.write_text("no room", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        with pytest.raises(Neo4jCannotRun, match="no room"):
            server._wait_until_up(process, log)

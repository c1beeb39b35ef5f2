"""The server's command line keeps it private, and its log says when it is up."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.arcadedb import bolt_port, command, find_runtime, forget_users
from graph.errors import GraphUnavailable
from graph.local_files import Files, make_folder

LISTENING = (
    "INFO [BoltNetworkListener] <x> Listening for incoming BOLT connections on /127.0.0.1:39923 (protocol v.4)\n"
)
STARTED = "INFO [ArcadeDBServer] <x> ArcadeDB Server started in 'development' mode\n"


@pytest.mark.parametrize(
    ("log", "port"),
    [("", None), (LISTENING, None), (STARTED, None), (LISTENING + STARTED, 39923)],
)
def test_the_port_is_known_when_the_server_is_up(log: str, port: int | None) -> None:
    """Bolt listens before the database is there: only both lines together mean that queries are answered."""
    assert bolt_port(log) == port


def test_nothing_listens_but_on_the_loopback_and_nothing_calls_home(tmp_path: Path) -> None:
    """Bolt and HTTP on free ports of 127.0.0.1; the user alone is named with the database, without a password."""
    words = command(find_runtime(), Files(tmp_path))
    assert {"-Darcadedb.bolt.host=127.0.0.1", "-Darcadedb.server.httpIncomingHost=127.0.0.1"} <= set(words)
    assert "-Darcadedb.server.defaultDatabases=lianhu[root]" in words
    assert "-Darcadedb.support.autoRegister=false" in words
    assert not [word for word in words if "rootPassword=" in word]


def test_a_wheel_without_its_java_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation names the file that is missing."""
    (tmp_path / "arcadedb_embedded").mkdir()
    (tmp_path / "arcadedb_embedded" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(GraphUnavailable, match="without its Java program"):
        find_runtime()


def test_users_are_forgotten_and_nothing_else(tmp_path: Path) -> None:
    """The server makes its user anew; its other settings stay."""
    files = Files(tmp_path)
    make_folder(files)
    config = files.server_root / "config"
    config.mkdir()
    for name in ("server-users.jsonl", "server-users.jsonl.bak", "server-groups.json"):
        (config / name).touch()
    forget_users(files)
    assert [path.name for path in config.iterdir()] == ["server-groups.json"]

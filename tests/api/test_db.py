"""`lianhu db` starts, stops and looks at the graph's server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from graph.database import Database
from graph.settings import LocalGraph


def lianhu(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    return int(str(ended.value.code)), told.out, told.err


@pytest.fixture
def here(local_folder: LocalGraph, monkeypatch: pytest.MonkeyPatch) -> LocalGraph:
    """The environment names a folder of the test's own."""
    monkeypatch.setenv("LIANHU_GRAPH", f"local:{local_folder.directory}")
    return local_folder


def test_start_status_stop(here: LocalGraph, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing runs; started; seen; stopped; nothing runs. Each as one JSON document, and twice does no harm."""
    assert json.loads(lianhu(capsys, "db", "status", "--json")[1])["running"] is False
    assert json.loads(lianhu(capsys, "db", "start", "--json")[1])["running"] is True
    seen = json.loads(lianhu(capsys, "db", "status", "--json")[1])
    assert (seen["running"], seen["directory"], seen["idle_seconds"]) == (True, str(here.directory), 600)
    assert json.loads(lianhu(capsys, "db", "start", "--json")[1])["pid"] == seen["pid"]
    code, words, _ = lianhu(capsys, "db", "status")
    assert code == 0
    assert f"port {seen['port']}, process {seen['pid']}" in words
    assert json.loads(lianhu(capsys, "db", "stop", "--json")[1]) == {"stopped": True, "directory": str(here.directory)}
    assert lianhu(capsys, "db", "stop")[:2] == (0, f"No server ran on {here.directory}.\n")
    assert "The next command that needs it starts it" in lianhu(capsys, "db", "status")[1]


def test_looking_starts_and_makes_nothing(here: LocalGraph, capsys: pytest.CaptureFixture[str]) -> None:
    """status and stop in a folder where nobody ever used Lianhu leave it as it was."""
    lianhu(capsys, "db", "status")
    lianhu(capsys, "db", "stop")
    assert not here.directory.exists()


@pytest.mark.parametrize("action", ["start", "stop"])
def test_a_server_of_somebody_else_is_left_alone(
    action: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LIANHU_GRAPH names a Neo4j: refused in words, exit code 1, also as JSON."""
    monkeypatch.setenv("LIANHU_GRAPH", "neo4j://graph.example:7687")
    monkeypatch.setenv("LIANHU_GRAPH_PASSWORD", "secret")
    code, out, err = lianhu(capsys, "db", action, "--json")
    assert code == 1
    assert "from here" in err
    assert "from here" in json.loads(out)["error"]


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    """The variables and the ten minutes are said where somebody looks for them."""
    _, words, _ = lianhu(capsys, "db", "--help")
    assert all(part in words for part in ("LIANHU_GRAPH_USER", "local:DIR", "ten minutes", "start", "status", "stop"))


def test_status_of_the_session_graph(db: Database, graph_env: dict[str, str], tmp_path: Path) -> None:
    """As a process of its own, on whichever server the session has: it runs, and which one it is."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "db", "status", "--json"]
    done = subprocess.run(command, env=graph_env, cwd=tmp_path, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["running"] is True
    assert told["version"] == db.agent if db.kind == "neo4j" else told["version"].startswith("ArcadeDB")
    assert list(tmp_path.iterdir()) == []


def test_a_server_in_words(db: Database, graph_env: dict[str, str], tmp_path: Path) -> None:
    """Without --json: one or two lines that name the place and the product."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "db", "status"]
    done = subprocess.run(command, env=graph_env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert graph_env["LIANHU_GRAPH"].removeprefix("local:") in done.stdout
    assert ("Neo4j/" if db.kind == "neo4j" else "ArcadeDB") in done.stdout

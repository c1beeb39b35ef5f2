"""The environment says which graph is meant, and what makes no sense is said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import GraphUnavailable
from graph.settings import IDLE_SECONDS, LocalGraph, RemoteGraph, read_settings


def test_unset_means_the_folder_lianhu_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing set, or set to nothing: ./.lianhu of the folder in which the command was called, for ten idle minutes."""
    monkeypatch.chdir(tmp_path)
    expected = LocalGraph(tmp_path / ".lianhu", IDLE_SECONDS)
    assert read_settings({}) == read_settings({"LIANHU_GRAPH": " "}) == expected
    assert IDLE_SECONDS == 600


def test_the_process_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument the variables of the process count."""
    monkeypatch.setenv("LIANHU_GRAPH", "local:/somewhere/else")
    assert read_settings().kind == "local"


@pytest.mark.parametrize("written", ["county", "./county", "邻户", "a folder"])
def test_a_folder_is_kept_as_an_absolute_path(written: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server outlives the command that started it: its folder must not depend on where that one was."""
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"LIANHU_GRAPH": f"local:{written}"})
    assert isinstance(settings, LocalGraph)
    assert settings.directory == tmp_path / written
    assert settings.database == "lianhu"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """local:~/county is in the user's home, also where no shell expands it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = read_settings({"LIANHU_GRAPH": "local:~/county"})
    assert isinstance(settings, LocalGraph)
    assert settings.directory == tmp_path / "county"


@pytest.mark.parametrize("scheme", ["neo4j", "bolt", "neo4j+s", "bolt+s", "neo4j+ssc", "bolt+ssc"])
def test_a_neo4j_server_is_named_by_its_address(scheme: str) -> None:
    """All six schemes of the driver are taken; the user is neo4j unless another is named."""
    url = f"{scheme}://graph.example:7687"
    settings = read_settings({"LIANHU_GRAPH": url, "LIANHU_GRAPH_PASSWORD": "secret"})
    assert settings == RemoteGraph(url, "neo4j", "secret")
    other = {"LIANHU_GRAPH_USER": "ann", "LIANHU_GRAPH_DATABASE": "county"}
    named = read_settings({"LIANHU_GRAPH": url, "LIANHU_GRAPH_PASSWORD": "secret", **other})
    assert named == RemoteGraph(url, "ann", "secret", database="county")


def test_the_password_does_not_show() -> None:
    """Settings end up in logs and tracebacks; the password must not."""
    assert "secret" not in repr(RemoteGraph("bolt://graph.example", "neo4j", "secret"))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LIANHU_GRAPH": "county"}, "names no graph"),
        ({"LIANHU_GRAPH": "http://graph.example"}, "names no graph"),
        ({"LIANHU_GRAPH": "neo4j:graph.example"}, "names no graph"),
        ({"LIANHU_GRAPH": "local:"}, "without a folder"),
        ({"LIANHU_GRAPH": "bolt://"}, "names no host"),
        ({"LIANHU_GRAPH": "bolt://graph.example"}, "LIANHU_GRAPH_PASSWORD is not set"),
        ({"LIANHU_GRAPH": "bolt://ann:secret@graph.example"}, "Leave them out of the address"),
        ({"LIANHU_GRAPH_IDLE_SECONDS": "soon"}, "number of seconds above 0"),
        ({"LIANHU_GRAPH_IDLE_SECONDS": "0"}, "number of seconds above 0"),
        ({"LIANHU_GRAPH_IDLE_SECONDS": "nan"}, "number of seconds above 0"),
        ({"LIANHU_GRAPH_IDLE_SECONDS": "inf"}, "number of seconds above 0"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(variables: dict[str, str], said: str) -> None:
    """The message says what is wrong with which variable; none repeats a password."""
    with pytest.raises(GraphUnavailable, match=said) as caught:
        read_settings(variables)
    assert "secret" not in str(caught.value)

"""What tests of every package share: one graph server for the session, emptied for each test that asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import local_server
from graph.database import Database, open_database
from graph.settings import GraphSettings, LocalGraph, read_settings
from tests.graph.emptying import count, empty

FIRST_TEST = "test_the_server_is_the_one_that_was_asked_for"
MAY_BE_EMPTIED = "LIANHU_TEST_GRAPH_MAY_BE_EMPTIED"
GRAPH_FIXTURES = frozenset({"db", "graph_env", "graph_settings"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the session's graph, so that `-m graph` runs the same tests on either server.

    First of all comes the one that looks which server it is.
    """
    items.sort(key=lambda item: item.name != FIRST_TEST)
    for item in items:
        if GRAPH_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.graph)


@pytest.fixture(scope="session")
def graph_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphSettings]:
    """The session's server: the Neo4j in LIANHU_GRAPH, else a local graph in a folder of its own."""
    given = read_settings() if os.environ.get("LIANHU_GRAPH") else None
    if given is not None and given.kind == "neo4j":
        yield given
        return
    local = LocalGraph(tmp_path_factory.mktemp("graph") / "lianhu")
    yield local
    local_server.stop(local)


@pytest.fixture(scope="session")
def session_db(graph_settings: GraphSettings) -> Iterator[Database]:
    """The session's graph, opened once. Tests take `db`, which is this one emptied."""
    with open_database(graph_settings) as database:
        if count(database) and not os.environ.get(MAY_BE_EMPTIED):
            pytest.exit(
                f"The tests empty the graph that they run on, and {os.environ['LIANHU_GRAPH']} holds {count(database)} "
                f"nodes. Give them another one (`make test-neo4j` does), or set {MAY_BE_EMPTIED}=1.",
                returncode=1,
            )
        yield database
        empty(database)


@pytest.fixture
def db(session_db: Database) -> Database:
    """An open graph without any data, its schema in place."""
    empty(session_db)
    return session_db


@pytest.fixture
def graph_env(graph_settings: GraphSettings, db: Database) -> dict[str, str]:
    """The environment in which a `lianhu` subprocess works on the graph of `db`."""
    if isinstance(graph_settings, LocalGraph):
        return {**os.environ, "LIANHU_GRAPH": f"local:{graph_settings.directory}"}
    return {
        **os.environ,
        "LIANHU_GRAPH": graph_settings.url,
        "LIANHU_GRAPH_USER": graph_settings.user,
        "LIANHU_GRAPH_PASSWORD": graph_settings.password,
        "LIANHU_GRAPH_DATABASE": graph_settings.database,
    }


@pytest.fixture
def local_folder(tmp_path: Path) -> Iterator[LocalGraph]:
    """A local graph of the test's own, whose server (if the test starts one) is stopped afterwards."""
    graph = LocalGraph(tmp_path / "lianhu")
    yield graph
    local_server.stop(graph)


@pytest.fixture
def running(local_folder: LocalGraph) -> Iterator[Database]:
    """A local graph of the test's own, open."""
    with open_database(local_folder) as database:
        yield database

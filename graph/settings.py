"""Which graph is meant: read from the environment, checked, and never changed afterwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from graph.errors import GraphUnavailable

DEFAULT_DIRECTORY: Final = ".lianhu"
IDLE_SECONDS: Final = 600.0  # ten idle minutes, then the local server stops
REMOTE_SCHEMES: Final = frozenset({"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"})
LOCAL_DATABASE: Final = "lianhu"
REMOTE_DATABASE: Final = "neo4j"  # the one that every Neo4j has; Community has no other


@dataclass(frozen=True, slots=True)
class LocalGraph:
    """The graph kept in a folder of this machine, with a server of its own that comes and goes.

    `idle_seconds` without a query, and the server stops; the next query starts it again.
    """

    directory: Path
    idle_seconds: float = IDLE_SECONDS
    kind: Literal["local"] = "local"
    database: str = LOCAL_DATABASE


@dataclass(frozen=True, slots=True)
class RemoteGraph:
    """A Neo4j server that somebody else runs."""

    url: str
    user: str
    password: str = field(repr=False)
    kind: Literal["neo4j"] = "neo4j"
    database: str = REMOTE_DATABASE


GraphSettings = LocalGraph | RemoteGraph


def read_settings(environment: Mapping[str, str] | None = None) -> GraphSettings:
    """The graph that LIANHU_GRAPH names; the folder ./.lianhu when it names none.

    Raises GraphUnavailable when the variables do not make sense together.
    """
    given = os.environ if environment is None else environment
    target = given.get("LIANHU_GRAPH", "").strip() or f"local:{DEFAULT_DIRECTORY}"
    scheme, colon, rest = target.partition(":")
    if colon and scheme == "local":
        return LocalGraph(_directory(rest), _idle_seconds(given))
    if colon and scheme in REMOTE_SCHEMES and rest.startswith("//"):
        return _remote(target, given)
    raise GraphUnavailable(
        f"LIANHU_GRAPH is {target!r}, which names no graph. Write local:DIR for a graph in a folder, "
        "or neo4j://HOST:PORT or bolt://HOST:PORT for a Neo4j server; leave it unset for local:./.lianhu."
    )


def _directory(written: str) -> Path:
    if not written.strip():
        raise GraphUnavailable("LIANHU_GRAPH is 'local:' without a folder. Write for example local:./.lianhu.")
    return Path(written.strip()).expanduser().absolute()


def _idle_seconds(given: Mapping[str, str]) -> float:
    written = given.get("LIANHU_GRAPH_IDLE_SECONDS", "").strip()
    if not written:
        return IDLE_SECONDS
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < float("inf"):
        raise GraphUnavailable(f"LIANHU_GRAPH_IDLE_SECONDS is {written!r}. Write a number of seconds above 0.")
    return seconds


def _remote(url: str, given: Mapping[str, str]) -> RemoteGraph:
    parts = urlsplit(url)
    if not parts.hostname:
        raise GraphUnavailable(f"LIANHU_GRAPH is {url!r} and names no host. Write for example neo4j://localhost:7687.")
    if parts.username or parts.password:
        raise GraphUnavailable(
            "LIANHU_GRAPH holds a user or a password. Leave them out of the address and set "
            "LIANHU_GRAPH_USER and LIANHU_GRAPH_PASSWORD."
        )
    password = given.get("LIANHU_GRAPH_PASSWORD", "")
    if not password:
        raise GraphUnavailable(
            f"LIANHU_GRAPH is {url}, and LIANHU_GRAPH_PASSWORD is not set. Set it (and LIANHU_GRAPH_USER, else neo4j)."
        )
    database = given.get("LIANHU_GRAPH_DATABASE", "").strip() or REMOTE_DATABASE
    return RemoteGraph(url, given.get("LIANHU_GRAPH_USER", "").strip() or "neo4j", password, database=database)

"""Reads, writes and transactions on whichever server the session has."""

from __future__ import annotations

import pytest

from graph.database import Database
from graph.queries import query


def test_the_server_is_the_one_that_was_asked_for(db: Database) -> None:
    """`CALL dbms.components()` names a Neo4j kernel on both; only the local graph's server says that it is an ArcadeDB."""
    found = db.read(query("migrations/components"))
    assert [row["name"] for row in found] == ["Neo4j Kernel"]
    assert ("ArcadeDB" in db.agent) == (db.kind == "local")

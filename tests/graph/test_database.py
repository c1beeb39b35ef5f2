"""Reads, writes and transactions on whichever server the session has."""

from __future__ import annotations

from graph.database import Database
from graph.queries import query


def test_the_server_is_the_one_that_was_asked_for(db: Database) -> None:
    """Both name a Neo4j kernel; only the local graph's server says that it is an ArcadeDB. Runs first (conftest.py)."""
    kernel = {row["name"]: row["versions"] for row in db.read(query("migrations/components"))}["Neo4j Kernel"]
    if db.kind == "neo4j":
        assert db.agent == f"Neo4j/{kernel[0]}"
    else:
        assert "ArcadeDB" in db.agent

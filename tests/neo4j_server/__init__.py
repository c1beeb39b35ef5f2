"""The real Neo4j without Docker: its kernel and its Bolt connector from Maven Central, on the loopback."""

from tests.neo4j_server.jdk import what_is_missing
from tests.neo4j_server.server import Neo4jCannotRun, running

__all__ = ["Neo4jCannotRun", "running", "what_is_missing"]

"""Builds queries for tests: a text with the header that fits it."""

from __future__ import annotations

from graph.queries import Query, parse


def a_query(text: str, *, params: str = "none", columns: str = "none", name: str = "tests/a_query") -> Query:
    """A query that stands in no file; `params` and `columns` as in a header."""
    return parse(name, f"// One row per test.\n// params:  {params}\n// columns: {columns}\n{text}\n")

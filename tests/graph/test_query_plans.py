"""How the questions find what they ask for: from an indexed id where one is given, never through all nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.cypher_text import without_comments
from graph.database import Database
from graph.queries import Query, all_queries
from graph.settings import GraphSettings, LocalGraph
from tests.graph.imported import import_tables
from tests.graph.ingest.builders import a_full_county

AREAS = ("appeals/", "chain/", "coverage/", "kpi/", "posts/")
GIVEN = {"appeal", "appeals", "building", "department", "grid", "grids", "household", "households", "members"}
QUESTIONS = [asked for asked in all_queries() if asked.name.startswith(AREAS)]
FROM_AN_ID = [asked for asked in QUESTIONS if GIVEN & asked.params.keys()]
NEVER = {"AllNodesScan", "CartesianProduct", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"}
SEEKS = {"NodeIndexSeek", "NodeUniqueIndexSeek", "Argument", "Unwind"}


@pytest.mark.parametrize("asked", FROM_AN_ID, ids=lambda asked: asked.name)
def test_what_is_asked_of_something_begins_with_its_id(asked: Query) -> None:
    """The first pattern has a label with an index and the id that was given, so that a county more costs nothing."""
    first = re.search(r"MATCH \(\w+:\w+ \{id: (\$?\w+)\}\)", without_comments(asked.text))
    assert first is not None
    assert first.group(1).removeprefix("$") in {"id", *GIVEN}


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.name)
def test_every_first_pattern_has_a_label(asked: Query) -> None:
    """A pattern without one would look at every node of the graph."""
    first = re.search(r"MATCH \((\w*)(:\w+)?", without_comments(asked.text))
    assert first is not None
    assert first.group(2) is not None


def test_neo4j_plans_them_with_indexes(db: Database, graph_settings: GraphSettings, tmp_path: Path) -> None:
    """EXPLAIN on Neo4j: no scan of all nodes, no Cartesian product, and from a given id by nothing but index seeks.

    The local graph tells no plan over Bolt: there the form of the text is what can be looked at, above.
    """
    if isinstance(graph_settings, LocalGraph):
        return
    import_tables(db, tmp_path, a_full_county())
    auth = (graph_settings.user, graph_settings.password)
    with neo4j.GraphDatabase.driver(graph_settings.url, auth=auth, notifications_min_severity="OFF") as driver:
        for asked in QUESTIONS:
            plan = driver.execute_query(f"EXPLAIN {asked.text}", database_=graph_settings.database).summary.plan
            assert plan is not None
            operators = list(_operators(plan))
            names = {name for name, _ in operators}
            assert not names & NEVER, f"{asked.name}: {names & NEVER}"
            if asked in FROM_AN_ID:
                leaves = {name for name, is_leaf in operators if is_leaf}
                assert leaves <= SEEKS, f"{asked.name}: {leaves - SEEKS}"


def _operators(plan: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each operator of a plan, and whether it is a leaf."""
    children = plan.get("children") or []
    yield plan["operatorType"].split("@")[0].split("(")[0], not children
    for child in children:
        yield from _operators(child)

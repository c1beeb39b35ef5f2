"""Betweenness is networkx's."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.appeals.betweenness import betweenness

ends = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=30))
def test_it_equals_networkx(edges: list[tuple[str, str]]) -> None:
    """On any directed graph, whatever its parts and circles."""
    graph = nx.DiGraph()
    graph.add_edges_from(edges)
    assert betweenness(edges) == pytest.approx(nx.betweenness_centrality(graph))


def test_the_middle_of_a_chain_by_hand() -> None:
    """a→b→c: of the two ordered pairs without b only a, c has b between: 1 of 2."""
    assert betweenness([("a", "b"), ("b", "c")]) == {"a": 0.0, "b": 0.5, "c": 0.0}

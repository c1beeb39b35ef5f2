"""The queries speak the words of graph/entities.py and no others."""

from __future__ import annotations

import re

import pytest

from graph.cypher_text import without_comments, without_quotes
from graph.entities import PROPERTIES, RELATIONS
from graph.queries import Query, all_queries

_LABEL = re.compile(r"\(\w*:(\w+(?:\|\w+)*)")
_TYPE = re.compile(r"\[\w*:(\w+(?:\|\w+)*)")
TYPES = {relation.type for relation in RELATIONS}


@pytest.mark.parametrize("asked", all_queries(), ids=lambda asked: asked.name)
def test_labels_and_types_are_known(asked: Query) -> None:
    """A label or a relation that is misspelled finds nothing, silently."""
    body = without_quotes(without_comments(asked.text))
    labels = {label for found in _LABEL.findall(body) for label in found.split("|")}
    types = {kind for found in _TYPE.findall(body) for kind in found.split("|")}
    assert labels <= set(PROPERTIES)
    assert types <= TYPES


def test_relations_join_known_labels() -> None:
    """Both ends of every relation are labels."""
    assert all({*relation.start, *relation.end} <= set(PROPERTIES) for relation in RELATIONS)

"""A query file is only taken when its header says truly what its body needs and gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryFault
from graph.queries import TYPES, all_queries, parse, query

GOOD = """// One row per household of a subtree,
// by its id.
// params:  grid string (the root of the subtree), limit int
// columns: household string, risks list
MATCH (h:Household)-[:IN_GRID]->(g:Grid) // its own micro-grid
WHERE $grid IN g.path
RETURN h.id AS household, collect(h.risk) AS risks ORDER BY household LIMIT $limit;
"""


def test_header_and_body_are_read() -> None:
    """The words of the header become one line; notes in brackets are for people; the text has no comments left."""
    found = parse("area/name", GOOD)
    assert found.doc == "One row per household of a subtree, by its id."
    assert dict(found.params) == {"grid": "string", "limit": "int"}
    assert dict(found.columns) == {"household": "string", "risks": "list"}
    assert "//" not in found.text
    assert found.text.endswith("LIMIT $limit")


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("// One row per household of a subtree,\n// by its id.\n", "", "what one row is"),
        ("// params:  grid string (the root of the subtree), limit int\n", "", "0 lines `// params: …`"),
        ("// columns: ", "// params: none\n// columns: ", "2 lines `// params: …`"),
        ("limit int", "limit integer", "'limit integer', which is not `name type`"),
        ("limit int", "limit", "'limit', which is not `name type`"),
        ("limit int", "grid int", "name grid twice"),
        (", limit int", "", "parameter limit is in the body and not in the header"),
        ("limit int", "limit int, more float", "parameter more is in the header and not in the body"),
        (", risks list", "", "column risks is in the body and not in the header"),
        ("risks list", "risks list, more map", "column more is in the header and not in the body"),
        ("household string, risks list", "risks list, household string", "columns come as household, risks"),
        ("collect(h.risk) AS risks", "h.risk", "column h.risk is in the body"),
        ("RETURN", "/* all */ RETURN", r"comment in /\* \*/"),
        ("WHERE", "; MATCH (n) WHERE", "more than one statement"),
    ],
)
def test_every_disagreement_is_refused_and_named(was: str, becomes: str, said: str) -> None:
    """One fault planted in a good file; the message names the file and the fault."""
    assert was in GOOD
    with pytest.raises(QueryFault, match=said) as caught:
        parse("area/name", GOOD.replace(was, becomes, 1))
    assert str(caught.value).startswith("cypher/area/name.cypher: ")


def test_all_faults_of_a_file_come_at_once() -> None:
    """A file with two faults names two."""
    with pytest.raises(QueryFault) as caught:
        parse("area/name", GOOD.replace("$limit", "$most").replace("AS risks", "AS colours"))
    assert all(name in str(caught.value) for name in ("most", "limit", "colours", "risks"))


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), st.sampled_from(TYPES), min_size=1))
def test_whatever_names_a_query_has_its_header_gives_them_back(entries: dict[str, str]) -> None:
    """For every set of names and types, header and body that agree are taken and read in their order."""
    listed = ", ".join(f"{name} {kind}" for name, kind in entries.items())
    body = "RETURN " + ", ".join(f"${name} AS {name}" for name in entries)
    found = parse("area/name", f"// One row.\n// params: {listed}\n// columns: {listed}\n{body}")
    assert list(found.params.items()) == list(found.columns.items()) == list(entries.items())


@pytest.mark.parametrize(
    "name", ["nowhere/nothing", "migrations", "../graph/errors", "migrations/../migrations/applied", ""]
)
def test_a_query_that_is_not_there_is_named(name: str) -> None:
    """Only files of cypher/ are queries, and only by their plain names."""
    with pytest.raises(QueryFault, match="There is no query"):
        query(name)


def test_all_queries_are_read_each_under_its_own_name() -> None:
    """Every file of cypher/ is there, in order, and has a header that fits: this reads them all."""
    found = all_queries()
    names = [entry.name for entry in found]
    assert names == sorted(set(names))
    assert query("migrations/applied") in found

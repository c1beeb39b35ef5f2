"""What is read off a query without a parser holds for the shapes that queries have."""

from __future__ import annotations

import pytest

from graph.cypher_text import parameters_used, returned_columns, without_comments


def test_comments_go_and_slashes_in_text_stay() -> None:
    """An address in quotation marks is no comment, nor is a name in backticks."""
    text = "MATCH (n) // all\nWHERE n.url = 'http://x' AND n.`a//b` = \"//\" RETURN n.x AS x // done"
    assert without_comments(text) == "MATCH (n) \nWHERE n.url = 'http://x' AND n.`a//b` = \"//\" RETURN n.x AS x "


def test_parameters_come_once_and_not_out_of_quoted_text() -> None:
    """$a twice is one parameter; '$b' is text."""
    assert parameters_used("WHERE n.x = $a OR n.y > $a + $c AND n.z = '$b' AND n.q = 'it\\'s $d'") == ["a", "c"]


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        ("CREATE (n)", []),
        ("RETURN 1 AS one", ["one"]),
        ("return distinct a.id as id, b AS b order by id", ["id", "b"]),
        ("MATCH (n) WITH n.id AS id RETURN id, count(*) AS n\nORDER BY n DESC SKIP 1 LIMIT 2", ["id", "n"]),
        ("RETURN [x IN xs | x.a] AS list, {a: 1, b: [1, 2]} AS map, f(a, b) AS call", ["list", "map", "call"]),
        ("CALL () { MATCH (n) RETURN n.id AS inner } RETURN inner AS outer", ["outer"]),
        ("MATCH (n) WHERE EXISTS { MATCH (m) RETURN m.id AS x } SET n.a = 1", []),
        ("RETURN CASE WHEN a THEN 'x, y AS z' ELSE 'b' END AS kind, 1 AS one", ["kind", "one"]),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ["a"]),
        ("RETURN *", ["*"]),
        ("RETURN n.id", ["n.id"]),
    ],
)
def test_columns_are_those_of_the_last_return_outside_of_brackets(body: str, columns: list[str]) -> None:
    """Aliases, bare variables and everything else as it is written; RETURNs of subqueries do not count."""
    assert returned_columns(body) == columns

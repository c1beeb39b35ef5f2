"""Only plain values go into a query, and only plain values come out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryFault
from graph.rows import plain_row, with_parameters
from tests.graph.a_query import a_query

QUERY = a_query("RETURN $x AS x", params="x list", columns="x list")
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text()
plain = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@given(plain)
def test_plain_values_pass_unchanged(value: object) -> None:
    """Text, numbers, booleans, null, and lists and maps of such, as deep as they may be."""
    assert with_parameters(QUERY, {"x": value})["x"] is value
    assert plain_row(QUERY, ["x"], [value])["x"] is value


@pytest.mark.parametrize(
    "value", [{1, 2}, date(2026, 1, 1), object(), 2**63, -(2**63) - 1, np.int64(3), np.float64(0.5)]
)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [1, v], lambda v: {"a": {"b": [v]}}, lambda v: (v,)])
def test_anything_else_is_refused_by_name(value: object, wrap: object) -> None:
    """Also deep inside; what a server would refuse later, or keep as something else, is named here."""
    with pytest.raises(QueryFault, match="in x "):
        with_parameters(QUERY, {"x": wrap(value)})  # type: ignore[operator]
    with pytest.raises(QueryFault, match="in column x"):
        plain_row(QUERY, ["x"], [wrap(value)])  # type: ignore[operator]


@pytest.mark.parametrize("params", [{}, {"y": 1}, {"x": 1, "y": 2}])
def test_the_parameters_are_those_of_the_header(params: dict[str, object]) -> None:
    """One missing or one too many is a fault of the caller, said before the server is asked."""
    with pytest.raises(QueryFault, match="takes x and was given"):
        with_parameters(QUERY, params)

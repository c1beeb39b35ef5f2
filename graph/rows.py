"""What goes into a query and what may come out of it: the header's parameters, and plain values alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from graph.errors import QueryFault
from graph.queries import Query

Row = dict[str, Any]
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def with_parameters(query: Query, params: Mapping[str, object]) -> dict[str, object]:
    """The parameters as given, if they are exactly those of the query's header. Raises QueryFault."""
    if params.keys() != query.params.keys():
        raise QueryFault(f"{query.name} takes {_listed(query.params)} and was given {_listed(params)}.")
    return dict(params)


def plain_row(query: Query, names: Iterable[str], values: Iterable[object]) -> Row:
    """One row by column name. Raises QueryFault when a value is not text, a number, a boolean, a list or a map of such.

    A whole node, a relation or a native time differs between the two servers, so that none may leave a query.
    """
    row: Row = dict(zip(names, values, strict=True))
    for column, value in row.items():
        if not _plain(value):
            raise QueryFault(
                f"{query.name} returns a {type(value).__name__} in column {column}. "
                "Return text, numbers, booleans, lists and maps; times as epoch milliseconds."
            )
    return row


def _plain(value: object) -> bool:
    if type(value) in _SCALARS:
        return True
    if isinstance(value, list):
        return all(_plain(item) for item in cast("list[object]", value))
    return type(value) is dict and all(_plain(item) for item in cast("dict[str, object]", value).values())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "no parameters"

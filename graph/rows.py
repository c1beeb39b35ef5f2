"""What goes into a query and what may come out of it: the header's parameters, and plain values alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from graph.errors import QueryFault
from graph.queries import Query

Row = dict[str, Any]
_SCALARS: Final = frozenset({str, float, bool, type(None)})
_NUMBERS_TOO: Final = _SCALARS | {int}
_BEYOND_INT: Final = 1 << 63


def with_parameters(query: Query, params: Mapping[str, object]) -> dict[str, object]:
    """The parameters as given, if they are those of the query's header and plain values. Raises QueryFault."""
    if params.keys() != query.params.keys():
        raise QueryFault(f"{query.name} takes {_listed(query.params)} and was given {_listed(params)}.")
    for name, value in params.items():
        if not _plain(value):
            raise QueryFault(
                f"{query.name} was given something in {name} that no graph can keep. "
                "Give text, numbers (whole ones below 2^63), booleans, lists and maps, and none of numpy's."
            )
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
    kind = type(value)
    if kind is int:
        return -_BEYOND_INT <= cast("int", value) < _BEYOND_INT
    if kind in _SCALARS:
        return True
    if kind is list or kind is tuple:
        items = cast("list[object]", value)
        if not _NUMBERS_TOO.issuperset(map(type, items)):
            return all(map(_plain, items))
        whole = [item for item in items if type(item) is int]
        return not whole or (min(whole) >= -_BEYOND_INT and max(whole) < _BEYOND_INT)
    return kind is dict and all(_plain(item) for item in cast("dict[str, object]", value).values())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "no parameters"

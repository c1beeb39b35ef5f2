"""A whole county as its file tells it: validated rows by table, values by English column key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, what its cells say, and the columns whose cells could not be read.

    Only what is known has a value. Types by column: text, numbers and booleans as such, dates as ISO text, times as
    epoch milliseconds, lists as tuples of text.
    """

    number: int
    values: Mapping[str, Any]
    bad: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Any:
        """The value of a column, None where nothing is known."""
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class County:
    """A county without a fault. `tables` has every table of the workbook, a missing sheet as no rows.

    `about` has what sheet `about` says: county, as_of, frozen, datum. `given` are the tables that have a sheet.
    """

    about: Mapping[str, Any]
    tables: Mapping[str, tuple[Row, ...]]
    given: frozenset[str]

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, in the order of the file."""
        return self.tables[table]

"""A county's file on its way to being checked: its sheets, their rows, and the faults found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.ingest.county import Row
from graph.ingest.faults import Faults
from graph.ingest.headers import Sheet


@dataclass(frozen=True, slots=True)
class Draft:
    """`sheets` has the tables that the file has; `rows` every table; `blurred` the tables whose ids are not known.

    A required sheet that is missing, a file that cannot be read to its end or a sheet without its id column is
    blurred: whether a reference to it points somewhere cannot be said.
    """

    sheets: Mapping[str, Sheet]
    rows: Mapping[str, tuple[Row, ...]]
    blurred: frozenset[str]
    faults: Faults

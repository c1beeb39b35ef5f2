"""What an import did, or would do: read, new, changed, unchanged and missing rows by table, marks, what was ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.ingest.closing import Closing
from graph.ingest.differences import Difference
from graph.ingest.load import Leftover
from graph.ingest.place import Places
from graph.ingest.tables import TABLES
from graph.ingest.validate import Ignored, Reading


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table. `missing`: ids that the graph has and the file no longer; `closed` of these with --close-missing,
    `held` those of them that stay because something still names them. Counts are None when the graph was not asked.
    """

    table: str
    sheet: str
    rows: int
    new: int | None = None
    changed: int | None = None
    unchanged: int | None = None
    missing: tuple[str, ...] = ()
    closed: int = 0
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinksReport:
    """The links of the file beside those in force before: `taken` or not, and how many ended and began."""

    rows: int
    in_force: int
    same: int
    other: int
    only_in_file: int
    only_in_graph: int
    taken: bool
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of those whose place was worked out: buildings at their grid's centre, members at their community's centre,
    and members of whom no place is known, who stand at the centre of the county.
    """

    buildings_at_grid_centre: tuple[str, ...]
    members_at_community_centre: tuple[str, ...]
    members_without_place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was read and what became of it. `import_id` is None when nothing was written (checked, or nothing new)."""

    file: str
    sha256: str
    checked_only: bool
    import_id: str | None
    ignored: Ignored
    tables: tuple[TableReport, ...]
    links: LinksReport | None
    marks: Marks
    leftovers: tuple[Leftover, ...] = ()

    @property
    def changes(self) -> int:
        """How many rows are new, changed or closed, and links begun or ended."""
        rows = sum((table.new or 0) + (table.changed or 0) + table.closed for table in self.tables)
        return rows + (self.links.opened + self.links.closed if self.links else 0)

    def as_json(self) -> dict[str, Any]:
        """As --json prints it."""
        return asdict(self) | {"changes": self.changes}


def marks_of(places: Places) -> Marks:
    """Who was placed how, by id."""

    def at(found: Mapping[str, Any], placed: str) -> tuple[str, ...]:
        return tuple(id_ for id_, place in found.items() if place.placed == placed)

    return Marks(
        at(places.buildings, "grid_centre"), at(places.members, "community_centre"), at(places.members, "unknown")
    )


def tables_read(reading: Reading) -> tuple[TableReport, ...]:
    """What the file has, before the graph was asked."""
    return tuple(
        TableReport(key, reading.sheets[key], len(reading.county.rows(key))) for key in TABLES if key in reading.sheets
    )


def tables_compared(
    reading: Reading, found: Mapping[str, Difference], closing: Closing, about: tuple[int, int, int]
) -> tuple[TableReport, ...]:
    """What the file has beside what the graph had; `about` counts the new, changed and unchanged keys of that sheet."""
    tables: list[TableReport] = []
    for read in tables_read(reading):
        if read.table == "about":
            new, changed, unchanged = about
            tables.append(TableReport("about", read.sheet, read.rows, new, changed, unchanged))
        elif read.table in found:
            tables.append(_compared(read, found[read.table], closing))
        else:
            tables.append(read)
    return tuple(tables)


def _compared(read: TableReport, found: Difference, closing: Closing) -> TableReport:
    return TableReport(
        read.table,
        read.sheet,
        read.rows,
        len(found.new),
        len(found.changed),
        found.unchanged,
        _ids(found.missing),
        len(closing.closed.get(read.table, ())),
        _ids(closing.held.get(read.table, ())),
    )


def _ids(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(" ".join(row.key) for row in rows)

"""An import from end to end: read and validate a file, compare it with the graph, note, load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.clock import county_now
from graph.database import Database
from graph.ingest import journal
from graph.ingest.batches import Batch, batches
from graph.ingest.closing import NOTHING, Closing, close_missing
from graph.ingest.county import County
from graph.ingest.differences import Difference, differences
from graph.ingest.graph_rows import graph_rows
from graph.ingest.graph_state import read_state
from graph.ingest.links import LinkPlan, plan_links
from graph.ingest.load import finish_killed, write_journal
from graph.ingest.place import Places, places_of
from graph.ingest.progress import Progress, silent
from graph.ingest.report import ImportReport, marks_of, tables_compared, tables_read
from graph.ingest.validate import Reading, open_source, read_county
from graph.lease import Lease
from graph.links import links_at
from graph.queries import query
from graph.versions import begin_step

_ABOUT = {"county": "name", "as_of": "as_of_on", "frozen": "frozen", "datum": "datum"}


@dataclass(frozen=True, slots=True)
class Options:
    """`close_missing`: rows that the file no longer has are closed; `take_links`: the file's links are the truth."""

    close_missing: bool = False
    take_links: bool = False


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Everything that an import found out before it writes."""

    tables: dict[str, Difference]
    closing: Closing
    links: LinkPlan
    batches: list[Batch]
    about: tuple[int, int, int]


def read_file(path: Path, on_progress: Progress = silent) -> Reading:
    """The county of a workbook or of a folder of CSV files. Raises FaultyInput with every fault."""
    source = open_source(path, on_progress)
    on_progress("Checking every row", 0, 1)
    reading = read_county(source)
    on_progress("Checking every row", 1, 1)
    return reading


def check_report(path: Path, reading: Reading) -> ImportReport:
    """What an import would read; the graph is not asked."""
    marks = marks_of(places_of(reading.county))
    return ImportReport(str(path), reading.sha256, True, None, reading.ignored, tables_read(reading), None, marks)


def import_county(
    db: Database, path: Path, reading: Reading, options: Options = Options(), on_progress: Progress = silent
) -> ImportReport:
    """Make the graph say what the file says. What a killed import left is finished or undone before.

    Raises Refused when another process writes, or when the links of a file without links were asked for.
    """
    db.write(query("load/county/begin"))
    left = finish_killed(db, on_progress)
    places = places_of(reading.county)
    with begin_step(db, "import") as lease:
        found = _compare(lease, reading.county, places, options, on_progress)
        import_id = None
        if found.batches or found.links.meant:
            import_id = _write(lease, path, reading, found, on_progress)
    tables = tables_compared(reading, found.tables, found.closing, found.about)
    return ImportReport(
        str(path),
        reading.sha256,
        checked_only=False,
        import_id=import_id,
        ignored=reading.ignored,
        tables=tables,
        links=found.links.report,
        marks=marks_of(places),
        leftovers=tuple(left),
    )


def _compare(lease: Lease, county: County, places: Places, options: Options, on_progress: Progress) -> _Comparison:
    def told(table: str) -> None:
        on_progress(f"Comparing {table}", 0, 1)
        lease.renew()

    state = read_state(lease.db, told)
    wanted = graph_rows(county, places)
    found = differences(wanted, state, given=county.given, origin=places.origin)
    closing = close_missing(found, state, county.given) if options.close_missing else NOTHING
    current = links_at(lease.db, lease.version)
    links = plan_links(county, current, lease.version, insist=options.take_links, gone=closing.households)
    about, counts = _about(county, places, lease.db, close=options.close_missing)
    today = county_now(about.after["as_of_on"], frozen=bool(about.after["frozen"])).today
    made = batches(None if about.after == about.before else about.after, found, state, closing, today)
    return _Comparison(found, closing, links, made, counts)


@dataclass(frozen=True, slots=True)
class _About:
    """The county's own properties before the import and after it."""

    before: dict[str, Any]
    after: dict[str, Any]


def _about(county: County, places: Places, db: Database, *, close: bool) -> tuple[_About, tuple[int, int, int]]:
    """What the sheet about and the origin change, and how many keys of the sheet are new, changed, unchanged."""
    before = db.read(query("load/county/read"))[0]
    said = {_ABOUT[key]: value for key, value in county.about.items()}
    if close and "about" in county.given:
        said = dict.fromkeys(_ABOUT.values()) | said
    fresh = sum(before[name] is None and value is not None for name, value in said.items())
    same = sum(before[name] == value and value is not None for name, value in said.items())
    changed = sum(before[name] != value for name, value in said.items()) - fresh
    origin = {"origin_lon": places.origin[0], "origin_lat": places.origin[1]}
    return _About(before, before | said | origin), (fresh, changed, same)


def _write(lease: Lease, path: Path, reading: Reading, found: _Comparison, on_progress: Progress) -> str:
    import_id = journal.begin(lease, file=path.name, sha256=reading.sha256)
    entries = journal.note(lease, import_id, found.batches, found.links.meant, on_progress)
    write_journal(lease, import_id, entries, on_progress)
    return import_id

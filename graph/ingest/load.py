"""Writes what a journal holds, batch by batch, and finishes or undoes what a killed process left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from graph.clock import county_now
from graph.database import Database, Transaction
from graph.ingest import journal
from graph.ingest.batches import BATCH_ROWS
from graph.ingest.journal import LINKS, Entry, OpenImport
from graph.ingest.progress import Progress, silent
from graph.lease import Lease, read_county
from graph.links import LinkRow, changes_between, links_at
from graph.queries import query
from graph.versions import LinkStep, begin_step, write_step

ROWS_AT_ONCE = BATCH_ROWS  # in one transaction


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a killed import left: its id and file, and whether it was finished or undone.

    `links_dropped`: its links were not taken, since a plan or another import changed the links after it.
    """

    id: str
    file: str
    finished: bool
    links_dropped: bool = False


def write_journal(lease: Lease, import_id: str, entries: Sequence[Entry], on_progress: Progress) -> bool:
    """Write the batches of an import that still wait, its links last, and declare it done.

    False when its links could not be taken any more: others are in force than those that it was compared with.
    """
    total = sum(entry.rows for entry in entries)
    written = 0
    links = next((entry for entry in entries if entry.query == LINKS), None)
    for some in _together([entry for entry in entries if entry is not links]):
        lease.transact(partial(_write, some))
        written += sum(entry.rows for entry in some)
        on_progress(f"Loading {some[-1].query.rpartition('/')[2]}", written, total)
    return _finish(lease, import_id, links, lambda done, _: on_progress("Loading links", written + done, total))


def finish_killed(db: Database, on_progress: Progress = silent) -> list[Leftover]:
    """Finish every import that a killed process left with a whole journal, and undo the others.

    To be called before anything that relies on whole data. Raises Refused while a living process imports.
    """
    left: list[Leftover] = []
    while db.read(query("load/journal/open")):
        with begin_step(db, "import") as lease:
            oldest = journal.open_imports(lease)[:1]  # one a lease: a step of links gives the lease back
            left += [_settled(lease, found, on_progress) for found in oldest]
    return left


def _settled(lease: Lease, found: OpenImport, on_progress: Progress) -> Leftover:
    if found.state != "loading":
        journal.forget(lease, found.id)
        return Leftover(found.id, found.file, finished=False)
    taken = write_journal(lease, found.id, journal.waiting(lease, found.id), on_progress)
    return Leftover(found.id, found.file, finished=True, links_dropped=not taken)


def _together(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Batches in their order, small ones in one transaction: a commit costs as much as a hundred rows."""
    some: list[Entry] = []
    for entry in entries:
        if some and sum(one.rows for one in some) + entry.rows > ROWS_AT_ONCE:
            yield some
            some = []
        some.append(entry)
    if some:
        yield some


def _write(entries: Sequence[Entry], opened: Transaction) -> None:
    for entry in entries:
        opened.run(query(entry.query), rows=entry.content)
    journal.strike(opened, entries)


def _finish(lease: Lease, import_id: str, noted: Entry | None, told: Callable[[int, int], None]) -> bool:
    def end(opened: Transaction) -> None:
        if noted is not None:
            journal.strike(opened, [noted])
        journal.done(opened, import_id)

    if noted is None or noted.content["based_on"] != lease.version:
        lease.transact(end)
        return noted is None
    links = [LinkRow(**link) for link in noted.content["links"]]
    changes = changes_between(links_at(lease.db, lease.version), links, replace_all=True)
    if not changes:
        lease.transact(end)
        return True
    county = read_county(lease.db)
    now = county_now(county.as_of_on, frozen=county.frozen)
    in_force = lease.db.read(query("plans/in_force")) if noted.content["keep_plan"] else []
    plan = in_force[0]["plan"] if in_force else None
    step = LinkStep(import_id, "import", lease.version + 1, lease.version, now.ms, plan)
    write_step(lease, step, changes, before_turning=end, on_progress=told)
    return True

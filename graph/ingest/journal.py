"""The journal of an import: everything that it is going to write is noted in the graph before anything is written.

noting   batches are being noted; nothing was written. A process killed now leaves an import that is undone.
loading  the journal is whole. Each batch is written and struck from it in one transaction, so that whoever comes after
         a killed process goes on where it ended: the import is finished, never half.
done     all is written; the Import stays as history, its batches are gone.

All of it happens under the lease (graph.lease): what the next process finds under its own lease belongs to nobody.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from graph.clock import real_ms
from graph.database import Row, Transaction
from graph.ingest.batches import Batch
from graph.ingest.progress import Progress, silent
from graph.lease import Lease
from graph.links import LinkRow
from graph.queries import query

LINKS: Final = "links"  # in place of a query's name: the links that are to be in force after the import
NOTED_AT_ONCE: Final = 10


@dataclass(frozen=True, slots=True)
class OpenImport:
    """An import that is not done."""

    id: str
    state: str
    file: str
    batches: int | None


@dataclass(frozen=True, slots=True)
class Links:
    """The links that an import is going to put in force, as they were meant when version `based_on` was in force.

    `keep_plan`: the plan in force stays so, since only households that are gone lose their link.
    """

    based_on: int
    links: tuple[LinkRow, ...]
    keep_plan: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A batch in the journal: what it runs, on how many rows, and these."""

    id: str
    query: str
    rows: int
    content: Any


def open_imports(lease: Lease) -> list[OpenImport]:
    """The imports that a killed process left, oldest first."""
    return [OpenImport(**row) for row in lease.db.read(query("load/journal/open"))]


def begin(lease: Lease, *, file: str, sha256: str) -> str:
    """Open the journal of a new import and give its id: i-1, i-2, …"""

    def make(opened: Transaction) -> str:
        number: int = opened.run(query("load/journal/next_number"))[0]["number"]
        given: dict[str, Any] = {"id": f"i-{number}", "number": number, "file": file, "sha256": sha256}
        opened.run(query("load/journal/begin"), **given, at_ms=real_ms())
        return f"i-{number}"

    return lease.transact(make)


def note(
    lease: Lease, import_id: str, batches: Sequence[Batch], links: Links | None, on_progress: Progress = silent
) -> list[Entry]:
    """Note all that the import is going to write, then declare the journal whole."""
    entries = list(_entries(import_id, batches, links))
    for start in range(0, len(entries), NOTED_AT_ONCE):
        some = enumerate(entries[start : start + NOTED_AT_ONCE], start=start)
        lease.write(query("load/journal/note"), rows=[_packed(import_id, number, entry) for number, entry in some])
        on_progress("Noting what will be written", min(start + NOTED_AT_ONCE, len(entries)), len(entries))
    lease.write(query("load/journal/noted"), id=import_id, batches=len(entries))
    return entries


def waiting(lease: Lease, import_id: str) -> list[Entry]:
    """The batches of an import that are still to be written, in their order."""
    rows = lease.db.read(query("load/journal/waiting"), **{"import": import_id})
    return [Entry(row["id"], row["query"], row["rows"], _unpacked(row["content"])) for row in rows]


def forget(lease: Lease, import_id: str) -> None:
    """Undo an import that has written nothing."""
    lease.write(query("load/journal/forget"), id=import_id)


def strike(opened: Transaction, entries: Sequence[Entry]) -> None:
    """Strike batches, in the transaction that writes them."""
    opened.run(query("load/journal/strike"), ids=[entry.id for entry in entries])


def done(opened: Transaction, import_id: str) -> None:
    """Declare an import done, in the transaction that writes the last of it."""
    opened.run(query("load/journal/done"), id=import_id)


def _entries(import_id: str, batches: Sequence[Batch], links: Links | None) -> Iterator[Entry]:
    for number, batch in enumerate(batches):
        yield Entry(f"{import_id}#{number:05}", batch.query, len(batch.rows), batch.rows)
    if links is not None:
        content = asdict(links)
        yield Entry(f"{import_id}#{len(batches):05}", LINKS, len(links.links), content)


def _packed(import_id: str, number: int, entry: Entry) -> Row:
    written = json.dumps(entry.content, ensure_ascii=False, separators=(",", ":")).encode()
    content = base64.b64encode(zlib.compress(written, 1)).decode()
    row = {"id": entry.id, "import": import_id, "number": number, "query": entry.query}
    return row | {"rows": entry.rows, "content": content}


def _unpacked(content: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(content)))

"""The schema as ordered migrations: cypher/schema/NNN_name.cypher, each applied once and remembered in the graph."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import GraphTooNew, QueryFault, Refused
from graph.queries import Query, all_queries, query

if TYPE_CHECKING:
    from graph.database import Database

FOLDER = "schema/"
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema. The checksum is that of its statement: comments may be improved later."""

    id: str
    name: str
    checksum: str
    query: Query


def migrations() -> tuple[Migration, ...]:
    """All steps in their order. Raises QueryFault when the numbers are not 001, 002, … without a gap."""
    found = tuple(_migration(entry) for entry in all_queries() if entry.name.startswith(FOLDER))
    expected = [f"{number:0{DIGITS}}" for number in range(1, len(found) + 1)]
    if [step.id for step in found] != expected:
        raise QueryFault(
            f"cypher/{FOLDER} is numbered {', '.join(step.id for step in found)}; it must be 001, 002, … without a gap."
        )
    return found


def _migration(step: Query) -> Migration:
    number, _, name = step.name.removeprefix(FOLDER).partition("_")
    statement = " ".join(step.text.split())
    return Migration(number, name, hashlib.sha256(statement.encode()).hexdigest(), step)


def migrate(database: Database) -> list[str]:
    """Apply what the graph does not have yet, in order, and give the ids of what was applied.

    Every step may be repeated without harm, so that two processes may do this at the same time.

    Raises GraphTooNew for a graph with steps that this version does not know,
    Refused when a step was changed after it had been applied.
    """
    known = migrations()
    applied = {row["id"]: row for row in database.read(query("migrations/applied"))}
    _refuse_newer(known, applied)
    _refuse_changed(known, applied)
    due = [step for step in known if step.id not in applied]
    for step in due:
        database.write(step.query)
        database.write(
            query("migrations/remember"),
            id=step.id,
            name=step.name,
            checksum=step.checksum,
            at_ms=time.time_ns() // 1_000_000,
        )
    return [step.id for step in due]


def _refuse_newer(known: tuple[Migration, ...], applied: dict[str, dict[str, str]]) -> None:
    newer = sorted(applied.keys() - {step.id for step in known})
    if newer:
        names = ", ".join(f"{number} {applied[number]['name']}" for number in newer)
        raise GraphTooNew(
            f"This graph was made by a newer Lianhu: it has {len(newer)} schema steps that this version "
            f"does not know ({names}). Install the newer version; nothing was changed."
        )


def _refuse_changed(known: tuple[Migration, ...], applied: dict[str, dict[str, str]]) -> None:
    changed = [step for step in known if step.id in applied and applied[step.id]["checksum"] != step.checksum]
    if changed:
        names = ", ".join(f"cypher/{step.query.name}.cypher" for step in changed)
        raise Refused(
            f"{len(changed)} schema steps were changed after they had been applied to this graph ({names}). "
            "Put them back as they were and write the change as a new step; nothing was changed."
        )

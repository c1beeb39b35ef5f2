"""The versions of the links: readers read one number and see one state; a step writes the next unseen, then turns.

A link is in force at version v when from_version <= v < to_version. A step from v to v+1

1. takes the lease (graph.lease) and sweeps what a dead process left above v: links with from_version > v are removed,
   those with v < to_version < OPEN are open again (only a step that never came to its end can have closed them so);
2. closes links in batches, to_version := v+1; readers of v do not notice, v < v+1, and a closed link keeps its row;
3. opens links in batches, from_version := v+1; readers of v do not see them;
4. turns County.version to v+1 in one small transaction, with the LinkStep and the states of the plans.

Killed before 4, nothing has happened for any reader, and the next writer sweeps. Whoever lost the lease on the way
fails at its next transaction (see graph.lease), so 4 is only reached by the process whose batches are all there.
`until_on` is what a file says and is not written when a link is closed: a row that others read gets no new property.
The day on which a link ended is that of the LinkStep with its to_version.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

from graph.clock import real_ms
from graph.database import BATCH_SIZE, Database, Row, Transaction
from graph.errors import GraphError, GraphUnavailable
from graph.lease import LEASE_SECONDS, WAIT_SECONDS, Lease, hold_lease, read_county
from graph.links import OPEN, LinkChanges, LinkRow, changes_between, links_at
from graph.queries import Query, query

__all__ = ["LinkRow", "LinkStep", "current_version", "links_at", "steps_since", "version_at", "write_links_step"]

Kind = Literal["import", "plan", "revert"]
Progress = Callable[[int, int], None]  # (links written, links to write)
SWEPT_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class LinkStep:
    """One step of the links' history, from version `before` to `version`, at `at_ms` by the county's clock.

    `plan` is the plan in force after it, `plan_before` the one before; `undoes` the step that a revert took back.
    """

    id: str
    kind: Kind
    version: int
    before: int
    at_ms: int
    plan: str | None = None
    plan_before: str | None = None
    undoes: str | None = None
    opened: int = 0
    closed: int = 0


def current_version(db: Database) -> int:
    """The version of the links that is in force; 0 when there are none yet. Raises Refused without a county.

    Read it once and pass it to every query of the same answer.
    """
    return read_county(db).version


def steps_since(db: Database, version: int) -> list[LinkStep]:
    """The steps that came after a version, oldest first."""
    return [LinkStep(**row) for row in db.read(query("links/steps"), above=version)]


def last_step(db: Database) -> LinkStep | None:
    """The newest step of the history."""
    return next(reversed(steps_since(db, 0)), None)


def version_at(db: Database, at_ms: int) -> int:
    """The version that was in force at a time by the county's clock.

    Before the first step it is the first version: the history does not reach further back.
    """
    steps = steps_since(db, 0)
    if not steps:
        return current_version(db)
    return max((step.version for step in steps if step.at_ms <= at_ms), default=steps[0].version)


def write_links_step(
    db: Database,
    *,
    step: str,
    kind: Kind,
    at_ms: int,
    links: Sequence[LinkRow],
    replace_all: bool,
    on_progress: Progress | None = None,
    wait_seconds: float = WAIT_SECONDS,
) -> int:
    """Make `links` true in one step of its own, and give the version then in force.

    A link that is there already keeps its row. A household not named keeps its link, unless `replace_all`. When nothing
    differs there is no step. Nobody sees anything of it before it is whole; the plan in force is in force no longer.

    Raises Refused when another process writes links, GraphError when a link names a member or household that is not
    in the graph.
    """
    with begin_step(db, step, wait_seconds=wait_seconds) as lease:
        changes = changes_between(links_at(db, lease.version), links, replace_all=replace_all)
        if not changes:
            return lease.version
        made = LinkStep(step, kind, lease.version + 1, lease.version, at_ms)
        return write_step(lease, made, changes, on_progress=on_progress).version


@contextmanager
def begin_step(
    db: Database, doing: str, *, seconds: float = LEASE_SECONDS, wait_seconds: float = WAIT_SECONDS
) -> Generator[Lease]:
    """The right to write one step, on links without leftovers; see graph.lease.hold_lease for `doing` and the times."""
    with hold_lease(db, doing, seconds=seconds, wait_seconds=wait_seconds) as lease:
        _sweep(lease)
        yield lease


def _sweep(lease: Lease) -> None:
    """Take away what a process that died in the middle of a step left above the version."""
    while _swept(lease, "links/sweep_opened") == SWEPT_AT_ONCE:
        pass
    while _swept(lease, "links/sweep_closed", open=OPEN) == SWEPT_AT_ONCE:
        pass


def _swept(lease: Lease, name: str, **params: object) -> int:
    return lease.write(query(name), version=lease.version, at_once=SWEPT_AT_ONCE, **params)[0]["swept"]


def write_step(
    lease: Lease,
    step: LinkStep,
    changes: LinkChanges,
    *,
    before_turning: Callable[[Transaction], None] | None = None,
    on_progress: Progress | None = None,
) -> LinkStep:
    """Write the changes unseen, then turn the version; `step.plan` is in force from then on.

    `before_turning` is run in the transaction that turns the version and may still raise.
    """
    if step.before != lease.version or step.version != lease.version + 1:
        raise GraphError(
            f"Step {step.id} goes from version {step.before} to {step.version}; the links are at {lease.version}."
        )
    total = len(changes.closed) + len(changes.opened)
    told = on_progress or _silent
    ends = {"version": step.version, "open": OPEN}
    for done in _batches(lease, query("links/close"), changes.closed, "closed", **ends):
        told(done, total)
    for done in _batches(lease, query("links/open"), changes.opened, "opened", step=step.id, **ends):
        told(len(changes.closed) + done, total)
    return _turned(lease, step, changes, before_turning or (lambda _: None))


def _batches(lease: Lease, asked: Query, links: Sequence[LinkRow], counted: str, **params: object) -> Iterator[int]:
    for start in range(0, len(links), BATCH_SIZE):
        batch = [link.as_row() for link in links[start : start + BATCH_SIZE]]
        if counted == "closed":
            batch = [{"member": row["member"], "household": row["household"]} for row in batch]
        found = lease.write(asked, rows=batch, **params)[0][counted]
        if found != len(batch):
            raise GraphError(_missing(batch, found, counted))
        yield start + len(batch)


def _missing(batch: Sequence[Row], found: int, counted: str) -> str:
    first = ", ".join(f"{row['member']} - {row['household']}" for row in batch[:3])
    return (
        f"{len(batch)} links were to be {counted} ({first}, …) and {found} were: some member, household or link is not "
        "in the graph. Nothing was changed. Import the members and households first."
    )


def _silent(_done: int, _total: int) -> None:
    """For those who do not want to hear of progress."""


def _turned(
    lease: Lease, step: LinkStep, changes: LinkChanges, before_turning: Callable[[Transaction], None]
) -> LinkStep:
    def turn(opened: Transaction) -> LinkStep:
        before_turning(opened)
        return _turn(opened, step, changes)

    try:
        return lease.transact(turn)
    except GraphUnavailable:
        # The answer to a commit can be lost; the graph knows whether it took place.
        written = last_step(lease.db)
        if written is None or written.id != step.id or written.version != step.version:
            raise
        return written


def _turn(opened: Transaction, step: LinkStep, changes: LinkChanges) -> LinkStep:
    in_force = [row["plan"] for row in opened.run(query("plans/in_force"))]
    opened.run(query("plans/retire"), **{"except": step.plan or ""})
    target_minutes = None
    if step.plan is not None:
        target_minutes = opened.run(query("plans/put_in_force"), plan=step.plan, at_ms=real_ms())[0]["target_minutes"]
    made = LinkStep(
        id=step.id,
        kind=step.kind,
        version=step.version,
        before=step.before,
        at_ms=step.at_ms,
        plan=step.plan,
        plan_before=in_force[0] if in_force else None,
        undoes=step.undoes,
        opened=len(changes.opened),
        closed=len(changes.closed),
    )
    opened.run(query("links/remember_step"), **{name: getattr(made, name) for name in LinkStep.__slots__})
    opened.run(query("links/bump"), version=step.version, step=step.id, target_minutes=target_minutes)
    return made

"""The lease: one process at a time writes links, and one that is too slow cannot spoil what the next one writes.

Both servers are read-committed, so two things hold everywhere here.

1. Lock first, then look. Every transaction of a writer begins by writing `County.lock`. Neo4j then holds the node's
   lock until the commit; the local graph lets only one of two transactions that wrote the node commit, and the other
   is run anew. What is looked at after the lock is therefore true until the commit.
2. A lease is a promise of time, and time alone is never trusted: a process may sleep between its look at the clock and
   its next batch. `County.approving` names the owner by a token that nobody else has, and every transaction of the
   owner looks, after the lock, whether the token still stands there. When a lease ran out while its owner went on
   writing, either nobody took it, then the next batch renews it and all is well; or somebody took it, then another
   token stands there, the late batch fails whole before it wrote anything, and the owner ends with LeaseLost. The new
   owner sweeps in transactions of the same kind after it took the lease: each batch of the old owner was committed
   before that, and is seen by the sweep, or never will be.

The lease of a process of this machine that is gone is free at once; that of a process elsewhere when its time is over,
by the server's clock.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import psutil

from graph.database import Database, Row, Transaction
from graph.errors import GraphError, Refused
from graph.queries import Query, query

Result = TypeVar("Result")

LEASE_SECONDS: Final = 60.0  # many times what a batch takes, and not too long a wait after a crash elsewhere
WAIT_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.1
TOKEN_PARTS: Final = 5
SAME_START_SECONDS: Final = 1.0  # a process that started at another moment only has the same number

NO_COUNTY: Final = (
    "The graph holds no county yet. Import one first: lianhu import FILE.xlsx (or see it all: lianhu demo)."
)


class LeaseLost(Refused):
    """Another process took the lease over; nothing that this one wrote is seen by anybody."""


@dataclass(frozen=True, slots=True)
class County:
    """The county's row as a writer needs it. `approving` is the owner's token; times by the server's clock."""

    version: int
    step: str | None
    approving: str | None
    approving_until_ms: int | None
    server_ms: int
    target_minutes: float | None
    as_of_on: str | None
    frozen: bool

    @property
    def seconds_left(self) -> float:
        """How long the lease still runs; 0 when nobody has it."""
        if self.approving is None or self.approving_until_ms is None:
            return 0.0
        return max(0.0, (self.approving_until_ms - self.server_ms) / 1000)

    @property
    def is_free(self) -> bool:
        """Nobody has the lease, or its time is over, or its owner was a process of this machine and is gone."""
        return self.seconds_left == 0.0 or self.approving is None or owner_is_gone(self.approving)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write links, held. `version` is the one in force, and stays so while the lease is held."""

    db: Database
    token: str
    version: int
    seconds: float

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` in a transaction that has the lock and has seen that the lease is still ours, and renew it.

        Raises LeaseLost when it is not.
        """

        def guarded(opened: Transaction) -> Result:
            renewed = opened.run(query("links/lease_renew"), token=self.token, lease_ms=_ms(self.seconds))
            if not renewed:
                raise LeaseLost(
                    f"This process was silent for longer than the {self.seconds:g} s that it had the right to write "
                    "links, and another one went on instead. Nothing was changed by this one; look at `lianhu plans` "
                    "and start it again."
                )
            return work(opened)

        return self.db.transact(guarded)

    def write(self, asked: Query, **params: object) -> list[Row]:
        """Run one query as `transact` does."""
        return self.transact(lambda opened: opened.run(asked, **params))

    def renew(self) -> None:
        """Start the time anew, before something that takes long."""
        self.transact(lambda _: None)


@contextmanager
def hold_lease(
    db: Database, doing: str, *, seconds: float = LEASE_SECONDS, wait_seconds: float = WAIT_SECONDS
) -> Generator[Lease]:
    """Take the lease, waiting for it at most `wait_seconds`, and give it back at the end.

    `doing` is the id of the step (p-3, i-2) for the words that others read meanwhile.

    Raises Refused when somebody else still holds it then, or there is no county.
    """
    token = new_token(doing)
    deadline = time.monotonic() + wait_seconds
    while True:
        version = _taken(db, token, seconds)
        if version is not None:
            break
        if time.monotonic() >= deadline:
            raise Refused(_busy(read_county(db)))
        time.sleep(POLL_SECONDS)
    try:
        yield Lease(db, token, version, seconds)
    finally:
        with suppress(GraphError):  # it then runs out by itself
            db.write(query("links/lease_drop"), token=token)


def read_county(db: Database) -> County:
    """The county's row. Raises Refused when there is none."""
    return _county(db.read(query("links/county")))


def locked_county(opened: Transaction) -> County:
    """The county's row with its lock taken first. Raises Refused when there is none."""
    opened.run(query("links/lock"))
    return _county(opened.run(query("links/county")))


def _county(rows: list[dict[str, Any]]) -> County:
    if not rows:
        raise Refused(NO_COUNTY)
    return County(**rows[0])


def _taken(db: Database, token: str, seconds: float) -> int | None:
    """The version, if the lease could be taken; None if somebody has it."""
    if not read_county(db).is_free:
        return None

    def take(opened: Transaction) -> int | None:
        county = locked_county(opened)
        if not county.is_free:
            return None
        opened.run(query("links/lease_take"), token=token, lease_ms=_ms(seconds))
        return county.version

    return db.transact(take)


def _busy(county: County) -> str:
    parts = (county.approving or "").split("|")
    who = f"{parts[0]}, process {parts[2]} on {parts[1].split()[0]}" if len(parts) == TOKEN_PARTS else "unknown"
    return (
        f"Another process is writing links now ({who}). Nothing was changed; try again when it is done. "
        f"If it died there, its right to write ends in {county.seconds_left:.0f} s."
    )


def new_token(doing: str) -> str:
    """A token that names its owner: what for | machine | process | when that started | something unique."""
    return f"{doing}|{_this_machine()}|{os.getpid()}|{psutil.Process().create_time():.2f}|{uuid.uuid4().hex}"


def owner_is_gone(token: str) -> bool:
    """True when the token names a process of this machine that does not run any more.

    A mistake here (two machines that call themselves the same) costs the owner its lease, not the links their order.
    """
    parts = token.split("|")
    if len(parts) != TOKEN_PARTS or parts[1] != _this_machine():
        return False
    try:
        owner = psutil.Process(int(parts[2]))
        started_then = abs(owner.create_time() - float(parts[3])) < SAME_START_SECONDS
        return not started_then or owner.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, ValueError):
        return False


@cache
def _this_machine() -> str:
    """The host's name, and where there are containers the number that tells their process tables apart."""
    processes = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()} {processes.stat().st_ino if processes.exists() else 0}".replace("|", "_")


def _ms(seconds: float) -> int:
    return round(1000 * seconds)

"""The one door to the graph, over Bolt; long, because reads, writes and errors in words are one door."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Final, Literal, TypeVar

from graph import schema
from graph.endpoint import Address, Endpoint
from graph.errors import GraphError, GraphUnavailable, QueryFault, Refused
from graph.imports import left_out
from graph.queries import Query
from graph.rows import Row, plain_row, with_parameters
from graph.settings import GraphSettings, LocalGraph, read_settings

with left_out("pandas", "numpy"):  # the driver loads them for conversions that nobody asks of it: 1.6 s a command
    import neo4j
    from neo4j import exceptions as driver_errors

# The driver also logs what it raises. Who wants to read that configures logging; on a terminal our words are enough.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Result = TypeVar("Result")

BATCH_SIZE: Final = 2000
CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = 30.0  # for what the server calls transient: another transaction was in the way
FIRST_PAUSE_SECONDS: Final = 0.02
LONGEST_PAUSE_SECONDS: Final = 1.0
SECOND_LOOKS: Final = 3


class Transaction:
    """An open transaction. What is run in it is written whole or not at all."""

    def __init__(self, opened: neo4j.Transaction, settings: GraphSettings) -> None:
        self._opened = opened
        self._settings = settings

    def run(self, query: Query, **params: object) -> list[Row]:
        """Run one query and give all its rows.

        Raises QueryFault when the parameters are not those of its header, or a column holds a node or a native time.
        """
        given = with_parameters(query, params)
        with _words(self._settings, query.name):
            result = self._opened.run(query.text, given)
            names = result.keys()
            return [plain_row(query, names, record.values()) for record in result]


class _Link:
    """A driver and how many transactions use it: one that is dropped is closed when the last of them has ended."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.driver = _new_driver(address)
        self._users = 0
        self._dropped = False

    def enter(self) -> None:
        self._users += 1

    def leave(self) -> None:
        self._users -= 1
        self._close_if_over()

    def drop(self) -> None:
        self._dropped = True
        self._close_if_over()

    def _close_if_over(self) -> None:
        if self._dropped and self._users == 0:
            self.driver.close()


class Database:
    """A graph, open. Safe to share between threads; to be closed, best by `with`.

    The local graph's server may stop while this is open (idle, `lianhu db stop`, a crash): the next query
    starts it again.
    """

    def __init__(self, settings: GraphSettings) -> None:
        self.settings = settings
        self._guard = threading.RLock()
        self._turn = threading.RLock()
        self._endpoint = Endpoint(settings)
        self._link: _Link | None = None
        with _words(settings, "the first greeting"):
            self._connected()

    @property
    def kind(self) -> Literal["local", "neo4j"]:
        """Which of the two servers this is."""
        return self.settings.kind

    @property
    def agent(self) -> str:
        """What the server says it is, for example "Neo4j/2026.09.0"."""
        with self._guard, _words(self.settings, "a greeting"):
            return self._connected().driver.get_server_info().agent  # pyright: ignore[reportUnknownMemberType]

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. The local graph's server stays for the others until it is idle."""
        with self._guard:
            if self._link is not None:
                self._link.drop()
            self._link = None

    def read(self, query: Query, **params: object) -> list[Row]:
        """The rows of a query that changes nothing. Tried again when the connection broke or the server was busy."""
        return self._attempts(lambda opened: opened.run(query, **params), neo4j.READ_ACCESS, query.name)

    def read_together(self, asked: Sequence[tuple[Query, Mapping[str, object]]]) -> list[list[Row]]:
        """The rows of several queries in one read transaction: beginning and ending it is paid once."""
        names = ", ".join(query.name for query, _ in asked)
        return self._attempts(
            lambda opened: [opened.run(query, **params) for query, params in asked], neo4j.READ_ACCESS, names
        )

    def write(self, query: Query, **params: object) -> list[Row]:
        """Run one query in a write transaction of its own, tried again on transient errors."""
        return self._attempts(lambda opened: opened.run(query, **params), neo4j.WRITE_ACCESS, query.name)

    def write_batches(
        self,
        query: Query,
        rows: Iterable[Row],
        *,
        size: int = BATCH_SIZE,
        on_batch: Callable[[int], None] | None = None,
        **params: object,
    ) -> int:
        """Run a query with a parameter `rows` on `size` rows at a time, a transaction each, and count the rows.

        `on_batch` is told how many rows have been written so far. Not atomic as a whole: a later batch can fail.
        """
        done = 0
        remaining = iter(rows)
        while batch := list(islice(remaining, size)):
            self.write(query, rows=batch, **params)
            done += len(batch)
            if on_batch is not None:
                on_batch(done)
        return done

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """One write transaction: it commits at the end of the block, an error in it undoes everything.

        The block cannot be run again from here: a transient error comes out as GraphUnavailable. `transact` does it.
        """
        with _words(self.settings, "a transaction"), self._opened(neo4j.WRITE_ACCESS) as opened:
            yield opened

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` in one write transaction, and anew from its start when another one was in the way.

        Threads that share this door take turns: `work` that locks first would only pile up behind the server's lock.
        """
        with self._turn:
            return self._attempts(work, neo4j.WRITE_ACCESS, "a transaction")

    def _attempts(self, work: Callable[[Transaction], Result], access: str, doing: str) -> Result:
        """Try until it is done: a busy server for RETRY_SECONDS, what a second look may mend a few times."""
        deadline = time.monotonic() + RETRY_SECONDS
        pause, second_looks = FIRST_PAUSE_SECONDS, SECOND_LOOKS
        while True:
            try:
                with _words(self.settings, doing), self._opened(access) as opened:
                    return work(opened)
            except GraphError as error:
                if second_looks and self._worth_a_second_look(error.__cause__):
                    second_looks -= 1
                elif not _transient(error.__cause__) or time.monotonic() > deadline:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _worth_a_second_look(self, cause: BaseException | None) -> bool:
        """Nothing was written, and by now another server may run, or the other who wrote the same id be done."""
        if _connection_broke(cause):
            with self._guard:
                self._endpoint.doubt()
            return True
        if isinstance(cause, driver_errors.ConstraintError):
            return True  # two MERGE of one id at once: Neo4j lets the second wait, ArcadeDB lets it fail
        with self._guard:
            return isinstance(cause, driver_errors.Neo4jError) and self._endpoint.moved()

    @contextmanager
    def _opened(self, access: str) -> Generator[Transaction]:
        with self._guard:
            link = self._connected()
            link.enter()
        try:
            opening = link.driver.session(  # pyright: ignore[reportUnknownMemberType]
                database=self.settings.database, default_access_mode=access
            )
            with opening as session, _whole(session.begin_transaction()) as opened:
                yield Transaction(opened, self.settings)
        finally:
            with self._guard:
                link.leave()
                self._endpoint.mark_use()

    def _connected(self) -> _Link:
        """The link to the server as it runs now; one to a server that went is dropped."""
        with self._guard:
            address = self._endpoint.address()
            if self._link is None or address != self._link.address:
                self.close()
                self._link = _Link(address)
            return self._link


def open_database(settings: GraphSettings | None = None, *, migrate: bool = True) -> Database:
    """Open the graph that the environment (or `settings`) names, and bring its schema up to date.

    Raises GraphUnavailable when no server answers, GraphTooNew when a newer Lianhu made the graph.
    """
    database = Database(read_settings() if settings is None else settings)
    try:
        if migrate:
            schema.migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _new_driver(address: Address) -> neo4j.Driver:
    driver = neo4j.GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        address.url,
        auth=(address.user, address.password),
        connection_timeout=CONNECT_SECONDS,
        telemetry_disabled=True,
        # Hints on style ("this label does not exist yet") are no errors; what is wrong comes as an error.
        notifications_min_severity="OFF",
    )
    try:
        driver.verify_connectivity()  # pyright: ignore[reportUnknownMemberType]
    except BaseException:
        driver.close()
        raise
    return driver


@contextmanager
def _whole(opened: neo4j.Transaction) -> Generator[neo4j.Transaction]:
    """Commit at the end of the block; after an error in it undo, and let that error be the one that is told.

    The driver's own block raises ResultFailedError from a rollback behind a failed result, which hides that a deadlock
    was transient.
    """
    try:
        yield opened
    except BaseException:
        with suppress(driver_errors.DriverError, driver_errors.Neo4jError):
            opened.close()
        raise
    opened.commit()


@contextmanager
def _words(settings: GraphSettings, doing: str) -> Generator[None]:
    try:
        yield
    except (driver_errors.DriverError, driver_errors.Neo4jError) as error:
        raise _in_words(error, settings, doing) from error


def _in_words(error: Exception, settings: GraphSettings, doing: str) -> GraphError:
    where = f"The local graph in {settings.directory}" if isinstance(settings, LocalGraph) else settings.url
    said = " ".join(str(getattr(error, "message", None) or error).split())
    match error:
        case _ if str(getattr(error, "code", "")).startswith("Neo.ClientError.Security."):
            return GraphUnavailable(
                f"{where} does not let this user in ({said}). Check LIANHU_GRAPH_USER and LIANHU_GRAPH_PASSWORD."
            )
        case _ if getattr(error, "code", "") == "Neo.ClientError.Database.DatabaseNotFound":
            return GraphUnavailable(f"{where} has no database {settings.database!r}. Check LIANHU_GRAPH_DATABASE.")
        case driver_errors.IncompleteCommit():
            return GraphUnavailable(
                f"{where} went away while it wrote {doing}, which may or may not have been written. "
                "Look before doing it again."
            )
        case driver_errors.ServiceUnavailable() | driver_errors.SessionExpired() | driver_errors.ConfigurationError():
            return GraphUnavailable(f"{where} does not answer ({said}). Check that it runs, and LIANHU_GRAPH.")
        case _ if _transient(error):
            return GraphUnavailable(f"{where} was too busy for {doing} ({said}). Nothing was written; try again.")
        case driver_errors.ConstraintError():
            return Refused(f"{doing} would give two things the same id. Nothing of it was written ({said}).")
        case driver_errors.CypherSyntaxError() | driver_errors.CypherTypeError():
            return QueryFault(f"{where} cannot run {doing}: {said}")
        case _:
            return GraphError(f"{where} failed at {doing}: {said}")


def _connection_broke(cause: BaseException | None) -> bool:
    """Nothing of it can have been written: a broken commit is another matter."""
    broken = (driver_errors.ServiceUnavailable, driver_errors.SessionExpired)
    return isinstance(cause, broken) and not isinstance(cause, driver_errors.IncompleteCommit)


def _transient(cause: BaseException | None) -> bool:
    """Whether the server or the driver's pool was busy with others."""
    if isinstance(cause, driver_errors.ConnectionAcquisitionTimeoutError):
        return True
    return isinstance(cause, driver_errors.Neo4jError) and cause.is_retryable()

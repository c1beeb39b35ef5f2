"""The one door to the graph: reads, writes and transactions over Bolt, with errors in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, Literal, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    CypherSyntaxError,
    CypherTypeError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph import local_server, schema
from graph.arcadedb import USER
from graph.errors import GraphError, GraphUnavailable, QueryFault, Refused
from graph.queries import Query
from graph.settings import GraphSettings, LocalGraph, read_settings

Row = dict[str, Any]
Result = TypeVar("Result")

BATCH_SIZE: Final = 2000
CONNECT_SECONDS: Final = 5.0
RETRY_SECONDS: Final = 30.0  # for what the server calls transient: another transaction was in the way
FIRST_PAUSE_SECONDS: Final = 0.02
LONGEST_PAUSE_SECONDS: Final = 1.0
RECONNECTIONS: Final = 2
MARK_EVERY_SECONDS: Final = 2.0
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


class Transaction:
    """An open transaction. What is run in it is written whole or not at all."""

    def __init__(self, opened: neo4j.Transaction) -> None:
        self._opened = opened

    def run(self, query: Query, **params: object) -> list[Row]:
        """Run one query and give all its rows.

        Raises QueryFault when the parameters are not those of its header, or a column holds a node or a native time.
        """
        if params.keys() != query.params.keys():
            raise QueryFault(f"{query.name} takes {_listed(query.params)} and was given {_listed(params)}.")
        return [_plain_row(record, query) for record in self._opened.run(query.text, params)]


class Database:
    """A graph, open. Safe to share between threads; to be closed, best by `with`.

    The local graph's server may stop while this is open (idle, `lianhu db stop`, a crash): the next query starts it again.
    """

    def __init__(self, settings: GraphSettings) -> None:
        self.settings = settings
        self._guard = threading.RLock()
        self._driver: neo4j.Driver | None = None
        self._running: local_server.Running | None = None
        self._stamp: tuple[int, int] | None = None
        self._marked = float("-inf")
        with _words(settings):
            self._connected()

    @property
    def kind(self) -> Literal["local", "neo4j"]:
        """Which of the two servers this is."""
        return self.settings.kind

    @property
    def agent(self) -> str:
        """What the server says it is, for example "Neo4j/2026.09.0"."""
        with _words(self.settings):
            return self._connected().get_server_info().agent

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. The local graph's server stays for the others until it is idle."""
        with self._guard:
            if self._driver is not None:
                self._driver.close()
            self._driver = self._running = self._stamp = None

    def read(self, query: Query, **params: object) -> list[Row]:
        """The rows of a query that changes nothing. Tried again when the connection broke or the server was busy."""
        return self._attempts(lambda opened: opened.run(query, **params), neo4j.READ_ACCESS, query.name)

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

        The block cannot be run again by itself: a transient error comes out as GraphUnavailable. Use `transact` for that.
        """
        with _words(self.settings), self._opened(neo4j.WRITE_ACCESS) as opened:
            yield opened

    def transact(self, work: Callable[[Transaction], Result]) -> Result:
        """Run `work` in one write transaction, and anew from its start when another one was in the way."""
        return self._attempts(work, neo4j.WRITE_ACCESS, "a transaction")

    def _attempts(self, work: Callable[[Transaction], Result], access: str, doing: str) -> Result:
        deadline = time.monotonic() + RETRY_SECONDS
        pause, reconnections = FIRST_PAUSE_SECONDS, RECONNECTIONS
        while True:
            try:
                with _words(self.settings, doing), self._opened(access) as opened:
                    return work(opened)
            except GraphError as error:
                cause = error.__cause__
                if _connection_broke(cause) and reconnections:
                    reconnections -= 1
                    self._stamp = None
                elif not _transient(cause) or time.monotonic() > deadline:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    @contextmanager
    def _opened(self, access: str) -> Generator[Transaction]:
        driver = self._connected()
        try:
            with (
                driver.session(database=self.settings.database, default_access_mode=access) as session,
                session.begin_transaction() as opened,
            ):
                yield Transaction(opened)
        finally:
            self._mark_use()

    def _connected(self) -> neo4j.Driver:
        """The driver of the server as it runs now. Marks the use first and looks for the server second."""
        with self._guard:
            self._mark_use()
            if isinstance(self.settings, LocalGraph):
                self._follow(self.settings)
            if self._driver is None:
                self._driver = self._new_driver()
            return self._driver

    def _follow(self, graph: LocalGraph) -> None:
        """Start the local server or find the one that another process started, and drop a driver that is not its."""
        stamp = local_server.record_stamp(graph)
        if self._driver is not None and stamp is not None and stamp == self._stamp:
            return
        running = local_server.ensure_running(graph)
        if running != self._running:
            self.close()
        self._running, self._stamp = running, local_server.record_stamp(graph)

    def _new_driver(self) -> neo4j.Driver:
        settings = self.settings
        if isinstance(settings, LocalGraph):
            assert self._running is not None
            url, auth = f"bolt://127.0.0.1:{self._running.port}", (USER, self._running.password)
        else:
            url, auth = settings.url, (settings.user, settings.password)
        driver = neo4j.GraphDatabase.driver(
            url,
            auth=auth,
            connection_timeout=CONNECT_SECONDS,
            telemetry_disabled=True,
            # Hints on style ("this label does not exist yet") are no errors; what is wrong comes as an error.
            notifications_min_severity="OFF",
        )
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver

    def _mark_use(self) -> None:
        if isinstance(self.settings, LocalGraph):
            every = min(MARK_EVERY_SECONDS, self.settings.idle_seconds / 8)
            if time.monotonic() - self._marked > every:
                local_server.mark_use(self.settings)
                self._marked = time.monotonic()


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


@contextmanager
def _words(settings: GraphSettings, doing: str = "a transaction") -> Generator[None]:
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise _in_words(error, settings, doing) from error


def _in_words(error: DriverError | Neo4jError, settings: GraphSettings, doing: str) -> GraphError:
    where = f"The local graph in {settings.directory}" if isinstance(settings, LocalGraph) else settings.url
    said = str(getattr(error, "message", None) or error).strip()
    if isinstance(error, AuthError) or str(getattr(error, "code", "")).startswith("Neo.ClientError.Security."):
        return GraphUnavailable(
            f"{where} does not let this user in ({said}). Check LIANHU_GRAPH_USER and LIANHU_GRAPH_PASSWORD."
        )
    if isinstance(error, IncompleteCommit):
        return GraphUnavailable(
            f"{where} went away while it wrote {doing}; it may or may not have been written. Look before doing it again."
        )
    if isinstance(error, (ServiceUnavailable, SessionExpired, ConfigurationError)):
        return GraphUnavailable(
            f"{where} does not answer ({said}). Check that the server runs and LIANHU_GRAPH is right."
        )
    if _transient(error):
        return GraphUnavailable(f"{where} was too busy for {doing} ({said}). Nothing of it was written; try again.")
    if isinstance(error, ConstraintError):
        return Refused(f"{doing} would give two things the same id, so nothing of it was written ({said}).")
    if isinstance(error, (CypherSyntaxError, CypherTypeError)):
        return QueryFault(f"{where} cannot run {doing}: {said}")
    return GraphError(f"{where} failed at {doing}: {said}")


def _connection_broke(cause: BaseException | None) -> bool:
    return isinstance(cause, (ServiceUnavailable, SessionExpired)) and not isinstance(cause, IncompleteCommit)


def _transient(cause: BaseException | None) -> bool:
    return isinstance(cause, Neo4jError) and cause.is_retryable()


def _plain_row(record: neo4j.Record, query: Query) -> Row:
    row = dict(record.items())
    for column, value in row.items():
        if not _plain(value):
            raise QueryFault(
                f"{query.name} returns a {type(value).__name__} in column {column}. "
                "Return text, numbers, booleans, lists and maps; times as epoch milliseconds."
            )
    return row


def _plain(value: object) -> bool:
    if type(value) in _SCALARS:
        return True
    if type(value) is list:
        return all(_plain(item) for item in value)
    return type(value) is dict and all(_plain(item) for item in value.values())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "no parameters"

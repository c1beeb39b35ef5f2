"""Reads, writes and transactions on whichever server; long, because each way to fail has its words."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import neo4j
import pytest
from neo4j.exceptions import ClientError, ConnectionAcquisitionTimeoutError, TransientError

from graph.database import Database, Row, Transaction, open_database
from graph.errors import GraphError, GraphUnavailable, QueryFault, Refused
from graph.queries import query
from graph.settings import GraphSettings, LocalGraph, RemoteGraph
from tests.graph.a_query import a_query

PUT = a_query("UNWIND $rows AS row MERGE (n:Grid {id: row.id}) SET n += row", params="rows list")
PUT_LABELLED = a_query(
    "UNWIND $rows AS row MERGE (n:Grid {id: row.id}) SET n += row SET n.level = $level",
    params="rows list, level string",
)
GET = a_query("MATCH (n:Grid) RETURN n.id AS id, n.level AS level ORDER BY id", columns="id string, level string")
CREATE = a_query("CREATE (:Grid {id: $id})", params="id string")
LOCK = a_query("MATCH (n:Grid {id: $id}) SET n.lock = $lock", params="id string, lock int")
COUNT_UP = a_query("MATCH (n:Grid {id: $id}) SET n.ord = $ord", params="id string, ord int")
LOOK = a_query("MATCH (n:Grid {id: $id}) RETURN n.ord AS ord", params="id string", columns="ord int")


def at_once(work: Callable[[], None], threads: int) -> list[BaseException]:
    """Run the same work in so many threads and give what they raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return raised


def test_the_server_is_the_one_that_was_asked_for(db: Database) -> None:
    """Both name a Neo4j kernel; only the local graph's server says that it is an ArcadeDB. Runs first (conftest.py)."""
    kernel = {row["name"]: row["versions"] for row in db.read(query("migrations/components"))}["Neo4j Kernel"]
    if db.kind == "neo4j":
        assert db.agent == f"Neo4j/{kernel[0]}"
    else:
        assert "ArcadeDB" in db.agent


def test_values_come_back_as_they_went_in(db: Database) -> None:
    """Text of any script, large whole numbers, fractions, nothing, lists and maps."""
    values = [
        "资溪 🏘",
        "",
        9007199254740991,
        -(2**63),
        0.1 + 0.2,
        1e300,
        True,
        False,
        None,
        [1, [2, "x"]],
        {"a": {"b": [None]}},
    ]
    echo = a_query("UNWIND $values AS value RETURN value AS value", params="values list", columns="value map")
    assert [row["value"] for row in db.read(echo, values=values)] == values
    assert [type(row["value"]) for row in db.read(echo, values=[1, 1.0, True])] == [int, float, bool]


def test_several_queries_read_together_give_their_rows_in_order(db: Database) -> None:
    """One transaction, each query with its own parameters; none at all is no fault."""
    db.write(PUT, rows=[{"id": "g1", "ord": 1}, {"id": "g2", "ord": 2}])
    found = db.read_together([(LOOK, {"id": "g2"}), (GET, {}), (LOOK, {"id": "g9"})])
    assert found == [[{"ord": 2}], [{"id": "g1", "level": None}, {"id": "g2", "level": None}], []]
    assert db.read_together([]) == []


def test_null_takes_a_property_away(db: Database) -> None:
    """Not known is a property that is not there: `SET n += row` with a null removes it, on both servers."""
    db.write(PUT, rows=[{"id": "g", "level": "micro"}])
    db.write(PUT, rows=[{"id": "g", "level": None}])
    assert db.read(a_query("MATCH (n:Grid) RETURN keys(n) AS keys", columns="keys list")) == [{"keys": ["id"]}]


@pytest.mark.parametrize(("rows", "size", "told"), [(0, 2, []), (1, 2, [1]), (4, 2, [2, 4]), (5, 2, [2, 4, 5])])
def test_batches_write_all_and_tell_how_far(db: Database, rows: int, size: int, told: list[int]) -> None:
    """Five rows by two: three transactions, told 2, 4, 5. Any iterable does; other parameters go to each batch."""
    seen: list[int] = []
    given = ({"id": f"g{number}"} for number in range(rows))
    assert db.write_batches(PUT_LABELLED, given, size=size, on_batch=seen.append, level="micro") == rows
    assert seen == told
    assert [row["level"] for row in db.read(GET)] == ["micro"] * rows


def test_a_transaction_is_whole_or_not_at_all(db: Database) -> None:
    """It sees its own writes; an error of ours in the block undoes them; without one they stay."""

    def create(*ids: str, then: Exception | None = None) -> None:
        with db.transaction() as opened:
            for number, each in enumerate(ids, start=1):
                opened.run(CREATE, id=each)
                assert len(opened.run(GET)) == number
            if then is not None:
                raise then

    with pytest.raises(KeyError):
        create("a", "b", then=KeyError())
    assert db.read(GET) == []
    create("a", "b")
    assert [row["id"] for row in db.read(GET)] == ["a", "b"]


def test_a_fault_inside_a_transaction_is_said_and_undoes_it(db: Database) -> None:
    """The second row has the id of the first: refused at once or at the commit, and neither row is kept."""

    def create_twice(opened: Transaction) -> None:
        opened.run(CREATE, id="a")
        opened.run(CREATE, id="a")

    with pytest.raises(Refused, match="the same id"):
        db.transact(create_twice)
    assert db.read(GET) == []


def test_read_then_write_loses_no_update(db: Database) -> None:
    """Six doors add 1 five times each, reading first and writing then: 30, when the lock is taken first."""
    db.write(PUT, rows=[{"id": "g", "ord": 0}])

    def add_one(opened: Transaction) -> None:
        opened.run(LOCK, id="g", lock=1)
        seen = opened.run(LOOK, id="g")[0]["ord"]
        opened.run(COUNT_UP, id="g", ord=seen + 1)

    def add_five() -> None:
        with Database(db.settings) as own:  # threads at one door take turns
            for _ in range(5):
                own.transact(add_one)

    assert at_once(add_five, threads=6) == []
    assert db.read(LOOK, id="g") == [{"ord": 30}]


def test_the_same_id_merged_at_once_is_one_node(db: Database) -> None:
    """Two imports that begin together: no error, and nothing twice."""
    rows = [{"id": f"g{number}"} for number in range(20)]
    assert at_once(lambda: db.write(PUT, rows=rows) and None, threads=6) == []
    assert len(db.read(GET)) == 20


def test_transactions_in_each_others_way_fail_in_words_or_not_at_all(db: Database) -> None:
    """Six threads write one node, each in a transaction that is run once: it is there whole, or says that it is not."""
    db.write(PUT, rows=[{"id": f"done-{number}"} for number in range(6)] + [{"id": "g", "ord": 0}])
    numbers = iter(range(6))

    def write() -> None:
        number = next(numbers)
        with db.transaction() as opened:
            opened.run(COUNT_UP, id="g", ord=number)
            opened.run(COUNT_UP, id=f"done-{number}", ord=1)

    failures = at_once(write, threads=6)
    assert all(isinstance(error, GraphUnavailable) and "Nothing was written" in str(error) for error in failures)
    written = db.read(a_query("MATCH (n:Grid {ord: 1}) WHERE n.id <> 'g' RETURN n.id AS id", columns="id string"))
    assert len(written) == 6 - len(failures)


@pytest.mark.parametrize("body", ["MATCH (n:Migration) RETURN n AS x LIMIT 1", "RETURN date('2026-01-01') AS x"])
def test_what_differs_between_the_servers_may_not_leave_a_query(db: Database, body: str) -> None:
    """Whole nodes and native times."""
    with pytest.raises(QueryFault, match="in column x"):
        db.read(a_query(body, columns="x map"))


def test_a_query_that_no_server_understands_is_a_fault_of_its_file(db: Database) -> None:
    """The message names the query and repeats what the server said of it."""
    with pytest.raises(QueryFault, match=r"cannot run tests/a_query: .*MATCHX"):
        db.read(a_query("MATCHX (n) RETURN 1 AS x", columns="x int"))


def test_what_fails_while_it_runs_is_said_with_the_servers_words(db: Database) -> None:
    """A division by zero, for example."""
    with pytest.raises(GraphError, match="by zero"):
        db.read(a_query("RETURN 1 / $x AS x", params="x int", columns="x int"), x=0)


def test_labels_and_types_that_are_not_there_yet_are_no_warnings(db: Database) -> None:
    """A fresh graph has no links; asking for them gives nothing, and no Python warning (an error here)."""
    asked = a_query("MATCH (a:NotYet)-[r:NOT_YET {x: 1}]->() RETURN r.y AS y", columns="y int")
    assert db.read(asked) == []


def test_a_wrong_password_is_said_in_words(session_db: Database, graph_settings: GraphSettings) -> None:
    """Which server, and which variables to look at; the password itself is not repeated."""
    wrong = RemoteGraph(_url(session_db, graph_settings), "nobody-of-that-name", "not-the-password")
    with pytest.raises(GraphUnavailable, match=r"does not let this user in .* LIANHU_GRAPH_PASSWORD") as caught:
        open_database(wrong)
    assert "not-the-password" not in str(caught.value)


def test_a_database_that_is_not_there_is_said_in_words(session_db: Database, graph_settings: GraphSettings) -> None:
    """LIANHU_GRAPH_DATABASE names one that the server does not have."""
    if isinstance(graph_settings, LocalGraph):
        address = session_db._endpoint.address()
        settings = RemoteGraph(address.url, address.user, address.password, database="nowhere")
    else:
        settings = RemoteGraph(graph_settings.url, graph_settings.user, graph_settings.password, database="nowhere")
    with pytest.raises(GraphUnavailable, match="no database 'nowhere'"):
        open_database(settings)


def _url(database: Database, settings: GraphSettings) -> str:
    return database._endpoint.address().url if isinstance(settings, LocalGraph) else settings.url


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_dead_server_fails_at_once_and_in_words(scheme: str) -> None:
    """Nobody listens: known in less than three seconds, not after the driver's thirty."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        started = time.monotonic()
        with pytest.raises(GraphUnavailable, match=f"127.0.0.1:{port} does not answer"):
            open_database(RemoteGraph(f"{scheme}://127.0.0.1:{port}", "neo4j", "secret"))
        assert time.monotonic() - started < 3


def test_a_server_that_speaks_something_else_is_said_in_words() -> None:
    """Something listens and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.close()

        other = threading.Thread(target=hang_up)
        other.start()
        with pytest.raises(GraphUnavailable, match="does not answer"):
            open_database(RemoteGraph(f"bolt://127.0.0.1:{port}", "neo4j", "secret"))
        other.join()


def test_a_closed_database_opens_again_when_asked(graph_settings: GraphSettings, db: Database) -> None:
    """Closing gives connections back and nothing more; a notebook that asks again gets its answer."""
    database = open_database(graph_settings)
    database.close()
    database.close()
    assert database.read(GET) == []
    database.close()


def test_closing_in_one_thread_does_not_disturb_another(graph_settings: GraphSettings, db: Database) -> None:
    """A thread that finds the server gone drops the connections while others use them: those end what they began."""
    with open_database(graph_settings) as database:
        over = threading.Event()

        def close() -> None:
            while not over.is_set():
                database.close()

        closing = threading.Thread(target=close)
        closing.start()
        raised = at_once(lambda: [database.read(GET) for _ in range(10)] and None, threads=3)
        over.set()
        closing.join()
    assert raised == []


def test_when_all_connections_are_in_use_it_waits_for_one(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver gives up on a full pool; nothing has begun then, so that it is asked again, and in words if at all."""
    whole, full = neo4j.Driver.session, ConnectionAcquisitionTimeoutError("no connection within 60.0s")
    answers = [full, full]

    def session(self: neo4j.Driver, **options: object) -> neo4j.Session:
        if answers:
            raise answers.pop()
        return whole(self, **options)

    monkeypatch.setattr(neo4j.Driver, "session", session)
    assert db.read(GET) == []
    answers.append(full)
    with pytest.raises(GraphUnavailable, match=r"was too busy .* try again"), db.transaction():
        pass


def test_an_error_behind_which_the_rollback_fails_too_is_the_one_that_counts(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deadlock is transient, and the driver's rollback behind it must not hide that: the work is done anew."""
    deadlock = TransientError._hydrate_neo4j(
        code="Neo.TransientError.Transaction.DeadlockDetected", message="in the way"
    )  # pyright: ignore
    failing, close = [deadlock], neo4j.Transaction.close

    def closing(self: neo4j.Transaction) -> None:
        close(self)
        raise ClientError("the rollback fails too")

    def work(opened: Transaction) -> list[Row]:
        if failing:
            monkeypatch.setattr(neo4j.Transaction, "close", closing)
            raise GraphUnavailable("busy") from failing.pop()
        monkeypatch.setattr(neo4j.Transaction, "close", close)
        return opened.run(GET)

    assert db.transact(work) == []

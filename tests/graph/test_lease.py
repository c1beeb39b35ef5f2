"""The lease: one writer at a time, and no harm from a writer that is too slow."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from graph.database import Database
from graph.errors import Refused
from graph.lease import LeaseLost, hold_lease, new_token, owner_is_gone, read_county
from graph.queries import query
from tests.graph.small_county import a_household, a_member, write_county

LONG_MS = 3_600_000


@pytest.fixture
def county(db: Database) -> Database:
    """A county with one member and one household."""
    write_county(db, [a_member("m1")], [a_household("h1")])
    return db


def give_lease(db: Database, token: str, lease_ms: int = LONG_MS) -> None:
    """The lease as another process would have taken it."""
    db.write(query("links/lease_take"), token=token, lease_ms=lease_ms)


def a_dead_process() -> str:
    """The token of a process of this machine that ran and is gone."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        started = psutil.Process(process.pid).create_time()
    parts = new_token("p-1").split("|")
    return "|".join([*parts[:2], str(process.pid), f"{started:.2f}", parts[4]])


def test_without_a_county_there_is_nothing_to_hold(db: Database) -> None:
    """The refusal says what to do first."""
    with pytest.raises(Refused, match="no county yet"), hold_lease(db, "p-1"):
        pass


def test_the_lease_is_given_back_at_the_end_and_after_an_error(county: Database) -> None:
    """While it is held the county names its owner; afterwards nobody."""
    with hold_lease(county, "p-1"):
        assert str(read_county(county).approving).startswith("p-1|")
    assert read_county(county).approving is None
    with pytest.raises(ZeroDivisionError), hold_lease(county, "p-1"):
        raise ZeroDivisionError
    assert read_county(county).is_free


def test_a_lease_that_is_held_is_waited_for_and_then_refused(county: Database) -> None:
    """Another thread of a living process holds it: the refusal says who, and that nothing was changed."""
    with (
        hold_lease(county, "p-1"),
        pytest.raises(Refused, match=rf"\(p-1, process {os.getpid()} on .*Nothing was changed"),
        hold_lease(county, "p-2", wait_seconds=0.3),
    ):
        pass


def test_a_writer_waits_until_the_other_one_is_done(county: Database) -> None:
    """The second gets the lease when the first gives it back."""
    order: list[str] = []
    taken = threading.Event()

    def first() -> None:
        with hold_lease(county, "p-1"):
            taken.set()
            time.sleep(0.5)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert taken.wait(30)
    with hold_lease(county, "p-2"):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_the_lease_of_a_dead_process_of_this_machine_is_free_at_once(county: Database) -> None:
    """Nobody waits an hour for a process that is gone."""
    give_lease(county, a_dead_process())
    with hold_lease(county, "p-2", wait_seconds=0):
        pass


def test_the_lease_of_another_machine_is_free_when_its_time_is_over(county: Database) -> None:
    """Whether a process elsewhere still lives nobody here can know."""
    give_lease(county, "p-1|elsewhere 1|1|0.00|token")
    with pytest.raises(Refused, match="on elsewhere"), hold_lease(county, "p-2", wait_seconds=0):
        pass
    give_lease(county, "p-1|elsewhere 1|1|0.00|token", lease_ms=1)
    with hold_lease(county, "p-2", wait_seconds=5):
        pass


def test_who_was_overtaken_writes_nothing_any_more(county: Database) -> None:
    """The lease ran out and another writer took it: the late transaction fails before it writes, and says so."""
    with hold_lease(county, "p-1", seconds=0.01) as late:
        time.sleep(0.1)
        with hold_lease(county, "p-2") as other:
            with pytest.raises(LeaseLost, match="Nothing was changed by this one"):
                late.write(query("links/bump"), version=9, step="late", target_minutes=None)
            other.renew()
        with pytest.raises(LeaseLost):
            late.renew()
    assert read_county(county).version == 0


def test_who_was_slow_and_not_overtaken_goes_on(county: Database) -> None:
    """A lease that ran out and that nobody took is renewed by the next transaction."""
    with hold_lease(county, "p-1", seconds=0.05) as lease:
        time.sleep(0.2)
        assert read_county(county).seconds_left == 0
        lease.renew()


def test_one_of_many_takes_the_lease(county: Database) -> None:
    """24 at the same moment, each at a door of its own: one gets it at a time, so that no two are ever inside."""
    inside: list[int] = []
    most = 0

    def enter(number: int) -> None:
        nonlocal most
        with Database(county.settings) as own, hold_lease(own, f"p-{number}"):
            inside.append(number)
            most = max(most, len(inside))
            inside.remove(number)

    with ThreadPoolExecutor(24) as threads:
        list(threads.map(enter, range(24)))
    assert most == 1


def test_owners_are_told_apart() -> None:
    """This process lives; one with its number that started at another time is gone; a strange token tells nothing."""
    token = new_token("p-1")
    assert not owner_is_gone(token)
    parts = token.split("|")
    assert owner_is_gone("|".join([*parts[:3], "1.00", parts[4]]))
    assert not owner_is_gone("something else")
    assert not owner_is_gone("|".join([*parts[:2], "no number", *parts[3:]]))

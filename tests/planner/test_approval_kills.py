"""Approvals killed at random moments: readers see the links of before or of after, and the next start works."""

from __future__ import annotations

import random
import time

import pytest

from graph.database import Database
from graph.links import OPEN
from graph.plans import get_plan, save_draft
from graph.settings import GraphSettings
from graph.versions import begin_step, current_version
from tests.graph.small_county import a_draft, a_household, a_member, ask, link_all, moved, write_county
from tests.planner.killing import Assignment, Reader, approving, readers, state_at

HOUSEHOLDS_EACH = 10
UNSEEN = ask(
    "MATCH (:Member)-[r:SERVES]->(:Household) "
    "WHERE r.from_version > $version OR (r.to_version > $version AND r.to_version < $open) RETURN count(r) AS unseen",
    params="version int, open int",
    columns="unseen int",
)
REACHED_WRITING = 0.4  # of the kills, at the very least: what dies before it writes shows little


def rotated(members: int, by: int) -> dict[str, str]:
    """Household to member: ten each; the first half of the members hand theirs on `by` places among themselves."""
    half = members // 2
    homes = {f"h{i}": i // HOUSEHOLDS_EACH for i in range(HOUSEHOLDS_EACH * members)}
    return {home: f"m{(member + by) % half if member < half else member}" for home, member in homes.items()}


class Killed:
    """A county in which every plan hands half of the households on by one member, and what its versions must be."""

    def __init__(self, db: Database, settings: GraphSettings, members: int) -> None:
        self.db, self.settings, self.members = db, settings, members
        households = [a_household(f"h{i}") for i in range(HOUSEHOLDS_EACH * members)]
        write_county(db, [a_member(f"m{i}") for i in range(members)], households)
        link_all(db, rotated(members, 0))
        self.must_be: dict[int, Assignment] = {1: frozenset(rotated(members, 0).items())}
        self.plan = self.new_plan()

    def new_plan(self) -> str:
        """A draft on the version in force; the state that it leads to is that of the next version."""
        version = current_version(self.db)
        before, after = dict(self.must_be[version]), rotated(self.members, version)
        self.must_be[version + 1] = frozenset(after.items())
        changes = [moved(home, member, before[home]) for home, member in after.items() if before[home] != member]
        return save_draft(self.db, a_draft(changes, based_on=version))

    def approve_undisturbed(self) -> float:
        """Approve to the end and plan anew; the seconds that it took."""
        started = time.perf_counter()
        with approving(self.settings, self.plan) as (_, answers):
            assert answers.recv() == "done"
        seconds = time.perf_counter() - started
        assert get_plan(self.db, self.plan).status == "approved"
        self.plan = self.new_plan()
        return seconds

    def kill_once(self, after_seconds: float) -> tuple[bool, bool]:
        """Kill an approval after so many seconds: whether it still ran, and whether it had written something unseen."""
        version = current_version(self.db)
        with approving(self.settings, self.plan) as (process, answers):
            ran = not answers.poll(after_seconds)
            process.kill()
        now = current_version(self.db)
        left = self.unseen(now) > 0
        assert now in (version, version + 1)
        assert state_at(self.db, now) == self.must_be[now]
        assert get_plan(self.db, self.plan).status == ("draft" if now == version else "approved")
        self.next_start_works(now)
        if now > version:
            self.plan = self.new_plan()
        return ran, left

    def next_start_works(self, version: int) -> None:
        """Nobody waits for the dead one, and nothing of what it left unseen stays."""
        with begin_step(self.db, "next", wait_seconds=0) as lease:
            assert lease.version == version
        assert self.unseen(version) == 0

    def unseen(self, version: int) -> int:
        """How many links were opened or closed above the version."""
        return self.db.read(UNSEEN, version=version, open=OPEN)[0]["unseen"]

    def history_is_whole(self) -> None:
        """Every version that was ever in force can still be read as it was."""
        for version in range(1, current_version(self.db) + 1):
            assert state_at(self.db, version) == self.must_be[version]


def kill_many(county: Killed, kills: int, seed: int) -> tuple[int, list[Reader]]:
    """Kill so many running approvals, at moments spread over the time that one takes; how many had begun to write."""
    draw = random.Random(seed)
    seconds = county.approve_undisturbed()
    began, killed = 0, 0
    with readers(county.db) as reading:
        while killed < kills:
            ran, left = county.kill_once(seconds * (killed + draw.random()) / kills)
            began += left
            killed += ran
            if not ran:  # it was faster than it had been
                seconds *= 0.95
        county.approve_undisturbed()
    return began, reading


def check_readers(county: Killed, reading: list[Reader]) -> None:
    """Each state that anybody saw is exactly that of the version it was read at."""
    for reader in reading:
        assert reader.failed == []
        assert reader.reads > 0
        for version, states in reader.seen.items():
            assert states == {county.must_be[version]}, version


@pytest.mark.timeout(1800)  # half a minute on a machine of its own; its time is no part of what it shows
def test_30_kills_of_an_approval(db: Database, graph_settings: GraphSettings) -> None:
    """1,000 households, 500 of them change at once; killed 30 times, with readers. The figures show on a failure."""
    county = Killed(db, graph_settings, members=100)
    began, reading = kill_many(county, kills=30, seed=20261123)
    print(f"{began} of 30 had begun to write; {sum(r.reads for r in reading)} reads")
    check_readers(county, reading)
    county.history_is_whole()
    assert began >= 30 * REACHED_WRITING


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_300_kills_of_a_county(db: Database, graph_settings: GraphSettings) -> None:
    """The same with 13,000 households, ten times as often."""
    county = Killed(db, graph_settings, members=1300)
    began, reading = kill_many(county, kills=300, seed=1)
    check_readers(county, reading)
    county.history_is_whole()
    assert began >= 300 * REACHED_WRITING

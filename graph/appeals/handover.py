"""How appeals go from hand to hand, over any selection of them: everything that `lianhu handover` tells."""

from __future__ import annotations

import gc
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from graph.appeal_rules import AppealRules, default_appeal_rules
from graph.appeals.actors import Actor, read_actors, read_grids
from graph.appeals.bottlenecks import Bottleneck, bottlenecks
from graph.appeals.flow import (
    Circle,
    Passing,
    PingPong,
    Variant,
    all_ping_pong,
    circles,
    directly_follows,
    passed_on,
    variants,
)
from graph.appeals.life_cycle import Irregularity, irregularities
from graph.appeals.outcomes import Again, Tally, accepted_in_time, done_in_time, raised_again, settled_at_micro
from graph.appeals.path import Appeal, Step
from graph.appeals.read import EVERYTHING, Selection, appeals_now, read_appeals
from graph.database import Database


@dataclass(frozen=True, slots=True)
class HandOvers:
    """All about the hand-overs of some appeals, as of `now_ms`; each list complete.

    `repeats`: appeals that repeat another, which are cases of the log like all, but not counted for the deadlines of
    their triage. `closed_at_micro`: of the closed ones (second number) those settled by a member or in a micro-grid
    without any hand-over.
    """

    appeals: tuple[Appeal, ...]
    actors: Mapping[str, Actor]
    now_ms: int
    rules: str
    variants: tuple[Variant, ...]
    directly_follows: tuple[Passing, ...]
    passed_on: tuple[Passing, ...]
    loops: tuple[Circle, ...]
    ping_pong: tuple[PingPong, ...]
    returned_without_reason: tuple[tuple[str, Step], ...]
    no_revisit: tuple[str, ...]
    irregular: tuple[tuple[str, Irregularity], ...]
    bottlenecks: tuple[Bottleneck, ...]
    acceptance: Tally
    deadlines: Mapping[str, Tally]
    without_triage: int
    closed_at_micro: tuple[int, int]
    again: tuple[Again, ...]
    repeats: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many steps the appeals took."""
        return sum(len(appeal.steps) for appeal in self.appeals)

    @property
    def hand_overs(self) -> int:
        """How many of them passed an appeal on."""
        return sum(passing.count for passing in self.passed_on)


def hand_overs(
    db: Database,
    selection: Selection = EVERYTHING,
    *,
    at: str | None = None,
    rules: AppealRules | None = None,
) -> HandOvers:
    """The hand-overs of a selection as known at the end of the day `at` (YYYY-MM-DD), None: now.

    Raises Refused when there is no county, or no such grid or department.
    """
    now = appeals_now(db, at)
    with _nothing_collected():
        grids = read_grids(db)
        appeals = read_appeals(db, selection, now, grids)
        return analyse(appeals, read_actors(db, grids), default_appeal_rules() if rules is None else rules, now.ms)


@contextmanager
def _nothing_collected() -> Generator[None]:
    """Python does not look for garbage meanwhile: all that is read stays, and looking took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def analyse(appeals: Sequence[Appeal], actors: Mapping[str, Actor], rules: AppealRules, now_ms: int) -> HandOvers:
    """The same over appeals that were read."""
    passings = passed_on(appeals)
    return HandOvers(
        appeals=tuple(appeals),
        actors=actors,
        now_ms=now_ms,
        rules=rules.version,
        variants=tuple(variants(appeals)),
        directly_follows=tuple(directly_follows(appeals)),
        passed_on=tuple(passings),
        loops=tuple(circles(appeals)),
        ping_pong=tuple(all_ping_pong(appeals)),
        returned_without_reason=tuple(
            (appeal.id, step)
            for appeal in appeals
            for step in appeal.steps
            if step.kind == "return" and not (step.reason or "").strip()
        ),
        no_revisit=tuple(a.id for a in appeals if a.closed_at_ms is not None and "revisit" not in a.variant),
        irregular=tuple((a.id, fault) for a in appeals for fault in irregularities(a, rules.life_cycle)),
        bottlenecks=tuple(bottlenecks(appeals, passings, now_ms)),
        acceptance=accepted_in_time(appeals, rules, now_ms),
        deadlines=done_in_time(appeals, rules, now_ms),
        without_triage=sum(appeal.triage is None for appeal in appeals),
        closed_at_micro=settled_at_micro(appeals, actors),
        again=tuple(raised_again(appeals, rules.repeats_at_least)),
        repeats=tuple(appeal.id for appeal in appeals if appeal.same_as is not None),
    )

"""How an appeal is passed on: the life cycle, and the ways in which it goes wrong, as lists of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.random import Generator

from graph.sample.draws import pick

HOUR = 60  # minutes
ACCEPT_WITHIN = 24 * HOUR
RETURN_REASONS = ("不属于本部门职责", "材料不全", "需要先由物业处理", "地点不清")


@dataclass(frozen=True, slots=True)
class Event:
    """One step: minutes after the step before, and who acts on whom."""

    kind: str
    after: int
    from_: str = ""
    to: str = ""
    reason: str = ""
    satisfied: bool | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of one appeal. `desk` first accepts it; `departments` are at least three different ones."""

    collector: str
    desk: str
    member: str
    committee: str
    venue: str
    departments: Sequence[str]


def opening(cast: Cast, rng: Generator, *, late: bool) -> list[Event]:
    """Collected and accepted, within 24 hours unless `late`."""
    wait = int(rng.integers(26 * HOUR, 90 * HOUR)) if late else int(rng.integers(10, 22 * HOUR))
    return [Event("collect", 0, "", cast.collector), Event("accept", wait, cast.desk)]


def settled_here(cast: Cast, rng: Generator) -> list[Event]:
    """Answered where it was accepted."""
    return [Event("answer", _hours(rng, 2, 60), cast.desk)]


def assigned(cast: Cast, rng: Generator) -> list[Event]:
    """One department takes it and answers."""
    first = cast.departments[0]
    return [_pass("assign", cast.desk, first, rng), Event("answer", _hours(rng, 6, 120), first)]


def forwarded(cast: Cast, rng: Generator) -> list[Event]:
    """The first department knows who it is for."""
    first, second, *_ = cast.departments
    hand_overs = [_pass("assign", cast.desk, first, rng), _pass("forward", first, second, rng)]
    return [*hand_overs, Event("answer", _hours(rng, 6, 120), second)]


def returned(cast: Cast, rng: Generator, *, silent: bool = False) -> list[Event]:
    """The first department gives it back, and does not always say why."""
    first, second, *_ = cast.departments
    reason = "" if silent else pick(rng, RETURN_REASONS)
    return [
        _pass("assign", cast.desk, first, rng),
        Event("return", _hours(rng, 4, 70), first, cast.desk, reason),
        _pass("assign", cast.desk, second, rng),
        Event("answer", _hours(rng, 6, 120), second),
    ]


def silently_returned(cast: Cast, rng: Generator) -> list[Event]:
    """Given back without a reason."""
    return returned(cast, rng, silent=True)


def in_a_circle(cast: Cast, rng: Generator) -> list[Event]:
    """From department to department until it is where it was."""
    first, second, third, *_ = cast.departments
    return [
        _pass("assign", cast.desk, first, rng),
        _pass("forward", first, second, rng),
        _pass("forward", second, third, rng),
        _pass("forward", third, first, rng),
        Event("supervise", _hours(rng, 10, 60), cast.committee, first),
        Event("answer", _hours(rng, 10, 160), first),
    ]


def to_and_fro(cast: Cast, rng: Generator) -> list[Event]:
    """Two departments play ping-pong."""
    first, second, *_ = cast.departments
    return [
        _pass("assign", cast.desk, first, rng),
        _pass("forward", first, second, rng),
        _pass("forward", second, first, rng),
        _pass("forward", first, second, rng),
        Event("joint", _hours(rng, 20, 100), cast.committee, cast.venue),
        Event("answer", _hours(rng, 10, 100), second),
    ]


def extended(cast: Cast, rng: Generator) -> list[Event]:
    """It takes longer than allowed, with leave."""
    first = cast.departments[0]
    return [
        _pass("assign", cast.desk, first, rng),
        Event("extend", _hours(rng, 60, 160), first, "", "需要立项"),
        Event("supervise", _hours(rng, 20, 120), cast.committee, first),
        Event("answer", _hours(rng, 40, 300), first),
    ]


def ending(cast: Cast, rng: Generator, *, revisited: bool) -> list[Event]:
    """Asked whether it is well, unless that is forgotten, and closed."""
    close = Event("close", _hours(rng, 1, 40), cast.desk)
    if not revisited:
        return [close]
    satisfied = bool(rng.uniform() < 0.93)
    return [Event("revisit", _hours(rng, 10, 90), cast.member, satisfied=satisfied), close]


def _pass(kind: str, from_: str, to: str, rng: Generator) -> Event:
    return Event(kind, _hours(rng, 1, 50), from_, to)


def _hours(rng: Generator, low: int, high: int) -> int:
    return int(rng.integers(low * HOUR, high * HOUR))

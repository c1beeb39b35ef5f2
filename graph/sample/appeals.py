"""The appeals of the four pipelines of the report, each with the steps that it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from graph.sample import journeys
from graph.sample.calendar import time_before
from graph.sample.disorder import disordered
from graph.sample.draws import pick
from graph.sample.journeys import ACCEPT_WITHIN, Cast, Event
from graph.sample.rows import Appeal, Step
from graph.sample.scenes import Scenes

DAY = 24 * 60  # minutes
YEAR = 360 * DAY
EVENING, DAYTIME = 4 * 60, 12 * 60  # appeals are raised within the twelve hours that end four before midnight
# The report's four pipelines, never one: 270 heard on visits, 227 closed; 116 deliberated, 92 solved through
# departments; 913 received, 900 answered and closed; 3,300 solved online, of which nobody says how many came in.
HEARD, HEARD_CLOSED = 270, 227
DELIBERATED, THROUGH_DEPARTMENTS, SOLVED_AT_THE_TABLE = 116, 92, 10
RECEIVED, RECEIVED_CLOSED = 913, 900
SOLVED_ONLINE = 3300
OPEN_ONLINE, REPEATED = 24, 60
LATE_SHARE, NOT_REVISITED_SHARE = 0.03, 0.08
JUST_IN_TIME = 2  # accepted after exactly 24 hours
DISORDERED = 4  # of each kind, closed and from the platform: no pipeline counts other than before
PACE = {"urgent": 0.3, "important": 1.0, "hard": 2.0}  # urgent matters go fast, hard ones take their time

Way = Callable[[Cast, Generator], list[Event]]
THROUGH_A_DEPARTMENT: tuple[Way, ...] = (
    *(journeys.assigned,) * 26,
    *(journeys.forwarded,) * 8,
    *(journeys.returned,) * 4,
    journeys.silently_returned,
    journeys.in_a_circle,
    journeys.to_and_fro,
    *(journeys.extended,) * 3,
)
ANY_WAY: tuple[Way, ...] = (*(journeys.settled_here,) * 36, *THROUGH_A_DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Case:
    """An appeal with its events, opened `age` minutes before now."""

    age: int
    appeal: Appeal
    events: tuple[Event, ...]


def appeals_of(scenes: Scenes, scale: float, rng: Generator) -> tuple[list[Appeal], list[Step]]:
    """The appeals, the oldest first, then those that repeat an earlier one; and all their steps."""

    def scaled(count: int) -> int:
        return round(count * scale)

    cases = [
        *_pipeline(scenes, "visit", scaled(HEARD), scaled(HEARD_CLOSED), ANY_WAY, rng),
        *_pipeline(
            scenes, "venue", scaled(THROUGH_DEPARTMENTS), scaled(THROUGH_DEPARTMENTS), THROUGH_A_DEPARTMENT, rng
        ),
        *_pipeline(
            scenes,
            "venue",
            scaled(DELIBERATED) - scaled(THROUGH_DEPARTMENTS),
            min(scaled(SOLVED_AT_THE_TABLE), scaled(DELIBERATED) - scaled(THROUGH_DEPARTMENTS)),
            (journeys.settled_here,),
            rng,
        ),
        *_pipeline(scenes, "meeting", scaled(RECEIVED), scaled(RECEIVED_CLOSED), ANY_WAY, rng),
        *_pipeline(scenes, "online", scaled(SOLVED_ONLINE + OPEN_ONLINE), scaled(SOLVED_ONLINE), ANY_WAY, rng),
    ]
    cases.sort(key=lambda case: -case.age)
    cases = _in_disorder(_in_time(cases, scaled(JUST_IN_TIME)), scaled(DISORDERED))
    width = max(5, len(str(len(cases) + scaled(REPEATED))))
    cases = [replace(case, appeal=replace(case.appeal, id=f"S{i + 1:0{width}d}")) for i, case in enumerate(cases)]
    if cases:
        cases += _repeats(scenes, cases, scaled(REPEATED), width, rng)
    return [case.appeal for case in cases], [step for case in cases for step in _steps(case)]


def _pipeline(
    scenes: Scenes, channel: str, count: int, closed: int, ways: Sequence[Way], rng: Generator
) -> Iterator[Case]:
    """`count` appeals of a channel, the first `closed` of them closed."""
    for k in range(count):
        yield _closed(scenes, channel, ways, rng) if k < closed else _open(scenes, channel, ways, rng)


def _closed(scenes: Scenes, channel: str, ways: Sequence[Way], rng: Generator) -> Case:
    appeal, cast = scenes.appeal(channel, rng)
    late, revisited = bool(rng.uniform() < LATE_SHARE), bool(rng.uniform() >= NOT_REVISITED_SHARE)
    events = [
        *journeys.opening(cast, rng, late=late),
        *_paced(appeal, [*pick(rng, ways)(cast, rng), *journeys.ending(cast, rng, revisited=revisited)]),
    ]
    least = sum(event.after for event in events) + DAY
    return _at(int(rng.integers(least, max(least + DAY, YEAR))), appeal, events)


def _open(scenes: Scenes, channel: str, ways: Sequence[Way], rng: Generator) -> Case:
    """Not yet answered: new, or forgotten for long, somewhere on its way."""
    appeal, cast = scenes.appeal(channel, rng)
    if rng.uniform() < 0.2:
        return _at(int(rng.integers(60, 20 * 60)), appeal, journeys.opening(cast, rng, late=False)[:1])
    way = [event for event in _paced(appeal, pick(rng, ways)(cast, rng)) if event.kind != "answer"]
    events = [*journeys.opening(cast, rng, late=bool(rng.uniform() < 0.2)), *way]
    return _at(DAY + sum(event.after for event in events) + int(rng.integers(20 * DAY, 150 * DAY)), appeal, events)


def _paced(appeal: Appeal, events: Sequence[Event]) -> list[Event]:
    """The events after its acceptance at the pace of its triage."""
    return [replace(event, after=max(1, round(event.after * PACE[appeal.triage]))) for event in events]


def _at(age: int, appeal: Appeal, events: Sequence[Event]) -> Case:
    """The case opened about `age` minutes before now, the same day between 08:00 and 20:00."""
    age = age // DAY * DAY + EVENING + age % DAYTIME
    return Case(age, replace(appeal, opened_at=time_before(age)), tuple(events))


def _in_time(cases: Sequence[Case], count: int) -> list[Case]:
    """The first `count` closed ones are accepted after exactly 24 hours, which is in time."""
    result = list(cases)
    closed = [i for i, case in enumerate(cases) if case.events[-1].kind == "close"]
    for i in closed[:count]:
        collect, accept, *rest = cases[i].events
        days_longer = -(-max(0, ACCEPT_WITHIN - accept.after) // DAY)
        events = [collect, replace(accept, after=ACCEPT_WITHIN), *rest]
        result[i] = _at(cases[i].age + days_longer * DAY, cases[i].appeal, events)
    return result


def _in_disorder(cases: Sequence[Case], of_each: int) -> list[Case]:
    """The last closed ones of the platform that were revisited are recorded out of order."""
    whole = [i for i, case in enumerate(cases) if case.appeal.channel == "online" and len(case.events) > 4]
    closed = [i for i in reversed(whole) if [event.kind for event in cases[i].events[-2:]] == ["revisit", "close"]]
    found = disordered([cases[i].events for i in closed], of_each)
    result = list(cases)
    for number, events in found.items():
        result[closed[number]] = replace(cases[closed[number]], events=tuple(events))
    return result


def _repeats(scenes: Scenes, cases: Sequence[Case], count: int, width: int, rng: Generator) -> Iterator[Case]:
    """Neighbours who report online what was reported before: accepted, and left to the first one's way."""
    old_enough = [case for case in cases if case.age > 6 * DAY and case.appeal.household]
    for k in range(count if old_enough else 0):
        first = pick(rng, old_enough)
        appeal, cast = scenes.again(first.appeal, rng)
        age = int(rng.integers(3 * DAY, first.age - DAY))
        events = journeys.opening(cast, rng, late=False)
        yield _at(age, replace(appeal, id=f"S{len(cases) + k + 1:0{width}d}", same_as=first.appeal.id), events)


def _steps(case: Case) -> Iterator[Step]:
    age = case.age
    for seq, event in enumerate(case.events, start=1):
        age -= event.after
        yield Step(
            case.appeal.id, seq, event.kind, time_before(age), event.from_, event.to, event.reason, event.satisfied
        )

"""What went wrong with appeals on their way, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from graph.appeal_rules import default_appeal_rules
from graph.sample.calendar import NOW, TIME_FORMAT
from graph.sample.planted import Rows, in_order
from graph.sample.rows import Appeal, County, Step

HAND_OVERS = ("assign", "forward", "return")
ACCEPT_WITHIN = timedelta(hours=24)
MAIN_STEPS = ("collect", "accept", "answer", "revisit", "close")


def planted_appeals(county: County) -> dict[str, Rows]:
    """Rows by what went wrong. A hand-over has two different actors, as the design's words for appeals say."""
    steps = {appeal: list(found) for appeal, found in groupby(county.steps, key=lambda step: step.appeal)}
    found: dict[str, Rows] = {
        "loops": [row for path in steps.values() for row in _loops(path)],
        "ping_pong": [row for path in steps.values() for row in _ping_pong(path)],
        "returned_without_reason": [
            {"appeal": step.appeal, "seq": step.seq}
            for step in county.steps
            if step.kind == "return" and not step.reason
        ],
        "no_revisit": [{"appeal": id_} for id_, path in steps.items() if _closed(path) and not _has(path, "revisit")],
        "out_of_order": [{"appeal": id_} for id_, path in steps.items() if _disordered(path)],
        "deadline_missed": [{"appeal": a.id} for a in county.appeals if _overdue(a, steps.get(a.id, []))],
        "raised_again": _raised_again(county),
        "late_acceptance": [{"appeal": a.id} for a in county.appeals if _late(a, steps.get(a.id, []))],
        "open": [{"appeal": a.id} for a in county.appeals if not _closed(steps.get(a.id, []))],
        "same_as": [{"appeal": a.id, "same_as": a.same_as} for a in county.appeals if a.same_as],
    }
    return {name: in_order(rows) for name, rows in found.items()}


def pipelines(county: County) -> dict[str, Mapping[str, int]]:
    """The four pipelines of the report, each with its own two numbers."""
    closed: dict[str, list[str]] = {}
    departments = {department.id for department in county.departments}
    through: set[str] = {step.appeal for step in county.steps if step.to in departments and step.kind in HAND_OVERS}
    done = {step.appeal for step in county.steps if step.kind == "close"}
    for appeal in county.appeals:
        closed.setdefault(appeal.channel, []).append(appeal.id)
    visit, venue, meeting, online = (closed.get(name, []) for name in ("visit", "venue", "meeting", "online"))
    return {
        "visit": {"heard": len(visit), "closed": _among(visit, done)},
        "venue": {"deliberated": len(venue), "solved_through_departments": _among(venue, done & through)},
        "meeting": {"received": len(meeting), "answered_and_closed": _among(meeting, done)},
        "online": {"solved": _among(online, done)},
    }


def _among(appeals: Sequence[str], found: set[str]) -> int:
    return sum(appeal in found for appeal in appeals)


def hand_overs(path: Sequence[Step]) -> list[Step]:
    """The steps that pass an appeal on."""
    return [s for s in path if s.kind in HAND_OVERS and s.from_ and s.to and s.from_ != s.to]


def _loops(path: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """An actor who had the appeal gets it again by a hand-over; told once for each actor."""
    had: set[str] = set()
    told: set[str] = set()
    for step in hand_overs(path):
        had.add(step.from_)
        if step.to in had and step.to not in told:
            told.add(step.to)
            yield {"appeal": step.appeal, "actor": step.to}
        had.add(step.to)


def _ping_pong(path: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """A → B directly followed, among the hand-overs, by B → A; told once for each pair (A, B)."""
    told: set[tuple[str, str]] = set()
    for one, other in pairwise(hand_overs(path)):
        back = one.from_ == other.to and one.to == other.from_
        if back and (one.from_, one.to) not in told:
            told.add((one.from_, one.to))
            yield {"appeal": one.appeal, "from": one.from_, "to": one.to}


def _closed(path: Sequence[Step]) -> bool:
    return _has(path, "close")


def _has(path: Sequence[Step], kind: str) -> bool:
    return any(step.kind == kind for step in path)


def _late(appeal: Appeal, path: Sequence[Step]) -> bool:
    """First accepted more than 24 hours after it was opened, or not yet accepted after more than that."""
    accepted = min((_time(step.at) for step in path if step.kind == "accept"), default=NOW)
    return accepted - _time(appeal.opened_at) > ACCEPT_WITHIN


def _disordered(path: Sequence[Step]) -> bool:
    """A step is missing before a later one, comes too early, or is done by somebody who was never given the appeal."""
    kinds = [step.kind for step in path]
    places = [kinds.index(kind) if kind in kinds else None for kind in MAIN_STEPS]
    reached = max((n for n, place in enumerate(places) if place is not None), default=-1)
    main = [place for place in places[: reached + 1] if place is not None]
    return len(main) <= reached or main != sorted(main) or _unassigned(path)


def _unassigned(path: Sequence[Step]) -> bool:
    """A department answers to which nobody passed it."""
    given = {step.to for step in path if step.kind in HAND_OVERS} | {s.from_ for s in path if s.kind == "accept"}
    return any(step.kind == "accept" for step in path) and any(
        step.kind == "answer" and step.from_ not in given for step in path
    )


def _overdue(appeal: Appeal, path: Sequence[Step]) -> bool:
    """Closed after its deadline, or still open past it; one that repeats another has none of its own."""
    if appeal.same_as:
        return False
    rules = default_appeal_rules()
    triage = rules.triage[appeal.triage]
    due = _time(appeal.opened_at) + timedelta(hours=triage.hours)
    if any(step.kind == "extend" and _time(step.at) <= due for step in path):
        due += timedelta(hours=triage.extension_hours)
    return next((_time(step.at) for step in path if step.kind == "close"), NOW) > due


def _raised_again(county: County) -> Rows:
    """Places (buildings, or the words for one) at which appeals of one category came up often; points never are."""
    building = {household.id: household.building for household in county.households}
    counts = Counter((building.get(a.household) or a.place, a.category) for a in county.appeals)
    least = default_appeal_rules().repeats_at_least
    return [
        {"place": place, "category": category, "count": count}
        for (place, category), count in counts.items()
        if place and count >= least
    ]


def _time(text: str) -> datetime:
    return datetime.strptime(text, TIME_FORMAT)  # noqa: DTZ007 (local time, as the sheets write it)

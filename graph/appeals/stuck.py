"""What is stuck, and belongs on the agenda of the quarterly joint meeting, with the evidence.

A matter is an appeal with all that repeat it (`same_as`, in chains too): it stands on the agenda once, under the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.appeal_rules import HOUR_MS, AppealRules, default_appeal_rules
from graph.appeals.actors import Actor, read_actors, read_grids
from graph.appeals.deadlines import Deadline, triage_deadline
from graph.appeals.path import Appeal, Step, loops, spells
from graph.appeals.read import EVERYTHING, Selection, appeals_now, read_appeals
from graph.database import Database

DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a matter is stuck: what was counted, the number, what the rules allow, and the steps that prove it."""

    name: str
    amount: float
    at_least: float
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of the agenda. `repeats`: the appeals that repeat it and are not counted beside it."""

    appeal: Appeal
    causes: tuple[Cause, ...]
    held_by: str | None
    held_ms: int
    deadline: Deadline | None
    repeats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """All matters that are stuck, the longest overdue first.

    `matters`: how many there are in the selection, `open_matters`: of them open. `repeats`: appeals that repeat another
    and were counted with it. `closed_with`: open appeals that repeat one that is closed: to be closed with it.
    """

    items: tuple[Item, ...]
    actors: Mapping[str, Actor]
    now_ms: int
    rules: str
    matters: int
    open_matters: int
    repeats: int
    closed_with: tuple[tuple[str, str], ...] = field(default=())


def agenda(
    db: Database, selection: Selection = EVERYTHING, *, at: str | None = None, rules: AppealRules | None = None
) -> Agenda:
    """What is stuck among the matters that a selection touches, as known at the end of the day `at`, None: now.

    A matter is touched when its first appeal or one that repeats it meets the selection. Raises Refused when there is
    no county, or no such grid or department.
    """
    now = appeals_now(db, at)
    grids = read_grids(db)
    every = read_appeals(db, EVERYTHING, now, grids)
    chosen = every if selection == EVERYTHING else read_appeals(db, selection, now, grids)
    used = default_appeal_rules() if rules is None else rules
    return agenda_of(every, {appeal.id for appeal in chosen}, read_actors(db, grids), used, now.ms)


def agenda_of(
    appeals: Sequence[Appeal], chosen: set[str], actors: Mapping[str, Actor], rules: AppealRules, now_ms: int
) -> Agenda:
    """The same over appeals that were read. `chosen`: the ids of those that were asked for."""
    by_id = {appeal.id: appeal for appeal in appeals}
    matters: dict[str, list[str]] = {}
    for appeal in appeals:
        matters.setdefault(first_of(appeal, by_id), []).append(appeal.id)
    touched = {first: own for first, own in matters.items() if not chosen.isdisjoint(own)}
    items: list[Item] = []
    for first, own in touched.items():
        repeats = tuple(one for one in own if one != first)
        causes = tuple(causes_of(by_id[first], len(repeats), rules, now_ms))
        if causes:
            items.append(_item(by_id[first], causes, repeats, rules, now_ms))
    return Agenda(
        tuple(sorted(items, key=lambda item: (-_overdue(item, now_ms), item.appeal.id))),
        actors,
        now_ms,
        rules.version,
        len(touched),
        sum(by_id[first].closed_at_ms is None for first in touched),
        sum(len(own) - 1 for own in touched.values()),
        tuple(_to_be_closed(touched, by_id)),
    )


def first_of(appeal: Appeal, by_id: Mapping[str, Appeal]) -> str:
    """The appeal that this one repeats in the end; itself when it repeats none that is known by now."""
    at = appeal
    while at.same_as is not None and at.same_as in by_id:
        at = by_id[at.same_as]
    return at.id


def causes_of(appeal: Appeal, repeats: int, rules: AppealRules, now_ms: int) -> Iterator[Cause]:
    """Why an open appeal is stuck, by the rules; nothing for one that is closed."""
    if appeal.closed_at_ms is not None:
        return
    limits = rules.stuck
    deadline = triage_deadline(appeal, rules, now_ms)
    overdue = 0.0 if deadline is None else deadline.overdue_ms(now_ms) / DAY_MS
    if overdue > limits["overdue_days"]:
        yield Cause("overdue_days", round(overdue, 1), limits["overdue_days"])
    last_ms = max((step.at_ms for step in appeal.steps), default=appeal.opened_at_ms)
    idle = (now_ms - last_ms) / DAY_MS
    if idle > limits["idle_days"]:
        yield Cause("idle_days", round(idle, 1), limits["idle_days"], _seqs(appeal.steps[-1:]))
    back = [step for _, step in loops(appeal.hand_overs)]
    counted: tuple[tuple[str, Sequence[Step]], ...] = (
        ("returns", [step for step in appeal.steps if step.kind == "return"]),
        ("hand_overs", appeal.hand_overs),
        ("circles", back),
    )
    for name, steps in counted:
        if steps and len(steps) >= limits[name]:
            yield Cause(name, len(steps), limits[name], _seqs(steps))
    if repeats and repeats >= limits["repeats"]:
        yield Cause("repeats", repeats, limits["repeats"])


def _seqs(steps: Sequence[Step]) -> tuple[int, ...]:
    return tuple(step.seq for step in steps)


def _item(appeal: Appeal, causes: tuple[Cause, ...], repeats: tuple[str, ...], rules: AppealRules, now_ms: int) -> Item:
    held = spells(appeal, now_ms)
    last = held[-1] if held else None
    return Item(
        appeal,
        causes,
        None if last is None else last.actor,
        0 if last is None else now_ms - last.since_ms,
        triage_deadline(appeal, rules, now_ms),
        repeats,
    )


def _overdue(item: Item, now_ms: int) -> int:
    return 0 if item.deadline is None else item.deadline.overdue_ms(now_ms)


def _to_be_closed(matters: Mapping[str, Sequence[str]], by_id: Mapping[str, Appeal]) -> Iterator[tuple[str, str]]:
    for first, own in matters.items():
        if by_id[first].closed_at_ms is not None:
            yield from ((one, first) for one in own if by_id[one].closed_at_ms is None)

"""An appeal and the steps that it took: who had it, how long, what was passed on. Pure: steps in, answers out.

The words are those of process mining. A hand-over is one step of kind assign, forward or return with giver and taker
both known and different; every other step is an activity. A loop: an actor receives the same appeal again by a
hand-over. Ping-pong: A → B directly followed, among the hand-overs, by B → A.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

HAND_OVERS: Final = frozenset({"assign", "forward", "return"})
REOPENING: Final = frozenset({"collect", "accept", "assign", "forward", "return", "joint", "extend", "answer"})


class Step(NamedTuple):
    """One event on an appeal. A tuple, since a county has tens of thousands of them.

    `giver` and `taker`: actors' ids, the columns `from` and `to`; None where not known.
    """

    seq: int
    kind: str
    at_ms: int
    giver: str | None = None
    taker: str | None = None
    reason: str | None = None
    satisfied: bool | None = None

    @property
    def hands_over(self) -> bool:
        """Whether it passes the appeal from one actor to another."""
        return self.kind in HAND_OVERS and bool(self.giver) and bool(self.taker) and self.giver != self.taker


@dataclass(frozen=True)  # without slots: what is asked of it again and again is kept beside its fields
class Appeal:
    """An appeal with its steps in the order of `seq`. `path`: the grids around its household, from the county down.

    An appeal without a household has a point, or the words of a place, and lies in no grid.
    """

    id: str
    category: str
    opened_at_ms: int
    steps: tuple[Step, ...] = ()
    triage: str | None = None
    channel: str | None = None
    household: str | None = None
    building: str | None = None
    path: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    place: str | None = None
    same_as: str | None = None

    @cached_property
    def variant(self) -> tuple[str, ...]:
        """The kinds of its steps, in order."""
        return tuple(step.kind for step in self.steps)

    @cached_property
    def hand_overs(self) -> list[Step]:
        """The steps that pass it on."""
        return [step for step in self.steps if step.hands_over]

    @cached_property
    def closed_at_ms(self) -> int | None:
        """When it was closed; None while it is open, also when work on it began again after it was closed."""
        closed: int | None = None
        for step in self.steps:
            if step.kind == "close":
                closed = step.at_ms
            elif step.kind in REOPENING:
                closed = None
        return closed

    @cached_property
    def receivers(self) -> list[str | None]:
        """For each step who has it from then on, where the step says so."""
        return [receiver(step) for step in self.steps]

    def first(self, kind: str) -> Step | None:
        """The first step of a kind, by seq."""
        return next((step for step in self.steps if step.kind == kind), None)


class Spell(NamedTuple):
    """The time that one actor had an appeal: from the step at which it came to him to the one at which it left.

    `until_ms`: None while he still has it. `waited_ms`: until he answered it, passed it on or it was closed, or now;
    what comes after his answer is not his waiting.
    """

    actor: str
    since_ms: int
    until_ms: int | None
    waited_ms: int
    began_with: Step
    ended_with: Step | None


def receiver(step: Step) -> str | None:
    """Who has the appeal from this step on, where the step says so.

    Collected by `to` (or, where that is not known, `from`), accepted by `from` (or `to`), passed on to `to`.
    """
    match step.kind:
        case "collect":
            return step.taker or step.giver
        case "accept":
            return step.giver or step.taker
        case "assign" | "forward" | "return":
            return step.taker
        case _:
            return None


def spells(appeal: Appeal, now_ms: int) -> list[Spell]:
    """Who had it, one after the other. An actor who receives what he has goes on having it."""
    found: list[Spell] = []
    end = appeal.closed_at_ms
    held: tuple[str, Step] | None = None
    answered_ms: int | None = None
    for step, taker in zip(appeal.steps, appeal.receivers, strict=True):
        if taker is not None and (held is None or taker != held[0]):
            if held is not None:
                found.append(_spell(held, step, answered_ms, step.at_ms))
            held, answered_ms = (taker, step), None
        elif step.kind == "answer" and answered_ms is None:
            answered_ms = step.at_ms
        elif step.kind in HAND_OVERS:
            answered_ms = None
    if held is not None:
        last = appeal.steps[-1] if end is not None else None
        found.append(_spell(held, last, answered_ms, now_ms if end is None else end))
    return found


def _spell(held: tuple[str, Step], ended: Step | None, answered_ms: int | None, end_ms: int) -> Spell:
    actor, began = held
    until = None if ended is None else end_ms
    waited_until = end_ms if answered_ms is None else min(answered_ms, end_ms)
    return Spell(actor, began.at_ms, until, max(0, waited_until - began.at_ms), began, ended)


def held_ms(appeal: Appeal) -> Iterator[tuple[Step, int]]:
    """Each hand-over with how long the giver had the appeal before.

    Since the last step at which it came to him, else since the step before, else since the appeal was opened.
    """
    came: dict[str, int] = {}
    before = appeal.opened_at_ms
    if not appeal.hand_overs:
        return
    for step, taker in zip(appeal.steps, appeal.receivers, strict=True):
        if step.hands_over and step.giver:
            yield step, max(0, step.at_ms - came.get(step.giver, before))
        if taker is not None:
            came[taker] = step.at_ms
        before = step.at_ms


def loops(hand_overs: Sequence[Step]) -> list[tuple[str, Step]]:
    """Each time that an actor receives the appeal again, with the step that brought it back."""
    had: set[str] = set()
    found: list[tuple[str, Step]] = []
    for step in hand_overs:
        giver, taker = step.giver or "", step.taker or ""
        had.add(giver)
        if taker in had:
            found.append((taker, step))
        had.add(taker)
    return found


def ping_pongs(hand_overs: Sequence[Step]) -> list[tuple[Step, Step]]:
    """Each A → B that is directly followed, among the hand-overs, by B → A."""
    return [
        (one, other) for one, other in pairwise(hand_overs) if one.giver == other.taker and one.taker == other.giver
    ]

"""Appeals whose steps do not keep to the life cycle: one is missing, or they come in the wrong order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.sample.journeys import Event

Disorder = Callable[[Sequence[Event]], list[Event] | None]


def _without(kind: str) -> Disorder:
    """Without its step of a kind; the next one comes when it came. None where there is none."""

    def lose(events: Sequence[Event]) -> list[Event] | None:
        at = next((i for i, event in enumerate(events) if event.kind == kind), None)
        if at is None or at + 1 == len(events):
            return None
        after = replace(events[at + 1], after=events[at].after + events[at + 1].after)
        return [*events[:at], after, *events[at + 2 :]]

    return lose


def _swapped(kind: str, other: str) -> Disorder:
    """With two steps that follow each other changed round, at the same times. None where they do not."""

    def swap(events: Sequence[Event]) -> list[Event] | None:
        kinds = [event.kind for event in events]
        pairs = [i for i in range(len(kinds) - 1) if (kinds[i], kinds[i + 1]) == (kind, other)]
        if not pairs:
            return None
        one, two = events[pairs[0]], events[pairs[0] + 1]
        changed = [replace(two, after=one.after), replace(one, after=two.after)]
        return [*events[: pairs[0]], *changed, *events[pairs[0] + 2 :]]

    return swap


DISORDERS: tuple[Disorder, ...] = (
    _without("accept"),
    _without("answer"),
    _without("assign"),
    _swapped("answer", "revisit"),
    _swapped("revisit", "close"),
)


def disordered(paths: Sequence[Sequence[Event]], of_each: int) -> dict[int, list[Event]]:
    """`of_each` of these paths for each kind of disorder, by their index: the first ones that can be so."""
    found: dict[int, list[Event]] = {}
    for disorder in DISORDERS:
        left = of_each
        for number, path in enumerate(paths):
            if left and number not in found and (events := disorder(path)) is not None:
                found[number] = events
                left -= 1
    return found

"""Whether the steps of an appeal keep to the life cycle: what is missing or out of order is named, not repaired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.appeal_rules import LifeCycle
from graph.appeals.path import HAND_OVERS, Appeal, Step, receiver

ACTS_ON_ONES_OWN = frozenset({*HAND_OVERS, "answer", "extend"})  # only who has an appeal can do these


@dataclass(frozen=True, slots=True)
class Irregularity:
    """One thing about the order of an appeal's steps.

    `fault`: missing (a required kind never came, though a later one did), out_of_order (`kind` came after `other`),
    after_close, back_in_time (earlier than the step before), nothing_to_return (never passed on before), or
    hand_over_missing (`other` had it when `actor` did this). `seq`: the step, None for one that is missing.
    """

    fault: str
    kind: str
    seq: int | None = None
    other: str | None = None
    actor: str | None = None


def irregularities(appeal: Appeal, cycle: LifeCycle) -> list[Irregularity]:
    """All that is missing or out of order, what is missing first, then by step."""
    steps = [*_out_of_order(appeal, cycle), *_after_close(appeal), *_back_in_time(appeal), *_not_held(appeal)]
    return [*_missing(appeal, cycle), *sorted(steps, key=lambda found: found.seq or 0)]


def _missing(appeal: Appeal, cycle: LifeCycle) -> Iterator[Irregularity]:
    """A required kind that lies before the furthest stage reached and never came."""
    kinds = set(appeal.variant)
    reached = max((cycle.stage_of.get(kind, -1) for kind in kinds), default=-1)
    for kind in cycle.required:
        if kind not in kinds and cycle.stage_of.get(kind, -1) < reached:
            yield Irregularity("missing", kind)


def _out_of_order(appeal: Appeal, cycle: LifeCycle) -> Iterator[Irregularity]:
    """A step of an earlier stage than one before it, unless the rules let it come again."""
    reached, furthest = -1, ""
    seen: set[str] = set()
    for step in appeal.steps:
        stage = cycle.stage_of.get(step.kind)
        if stage is not None and step.kind not in cycle.anytime:
            again = cycle.again_after.get(step.kind, frozenset())
            if stage >= reached:
                reached, furthest = stage, step.kind
            elif furthest != "close" and not (again & seen and _no_further_than(again, reached, cycle)):
                yield Irregularity("out_of_order", step.kind, step.seq, furthest)
        if step.kind == "revisit" and step.satisfied is False and reached <= cycle.stage_of["revisit"]:
            reached, furthest = cycle.redone_from, "revisit"
        seen.add(step.kind)


def _no_further_than(kinds: frozenset[str], reached: int, cycle: LifeCycle) -> bool:
    """Whether the appeal is still at the stage of these kinds."""
    return reached <= max(cycle.stage_of.get(kind, -1) for kind in kinds)


def _after_close(appeal: Appeal) -> Iterator[Irregularity]:
    closed = False
    for step in appeal.steps:
        if closed:
            yield Irregularity("after_close", step.kind, step.seq, "close")
        closed = closed or step.kind == "close"


def _back_in_time(appeal: Appeal) -> Iterator[Irregularity]:
    before: Step | None = None
    for step in appeal.steps:
        if before is not None and step.at_ms < before.at_ms:
            yield Irregularity("back_in_time", step.kind, step.seq, before.kind)
        before = step


def _not_held(appeal: Appeal) -> Iterator[Irregularity]:
    """Somebody did what only who has the appeal can do, or returned what nobody had passed on."""
    holder: str | None = None
    passed_on = False
    for step in appeal.steps:
        if step.kind in ACTS_ON_ONES_OWN and step.giver and holder and step.giver != holder:
            yield Irregularity("hand_over_missing", step.kind, step.seq, holder, step.giver)
        if step.kind == "return" and not passed_on:
            yield Irregularity("nothing_to_return", step.kind, step.seq)
        passed_on = passed_on or step.kind in ("assign", "forward")
        holder = receiver(step) or holder

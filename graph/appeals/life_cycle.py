"""Whether the steps of an appeal keep to the life cycle: what is missing or out of order is named, not repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.appeal_rules import LifeCycle
from graph.appeals.path import HAND_OVERS, Appeal, Step

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
    steps = appeal.steps
    unsatisfied = tuple(step.kind == "revisit" and step.satisfied is False for step in steps)
    order = _order(appeal.variant, unsatisfied, cycle)
    found = [replace(fault, seq=steps[fault.seq].seq) for fault in order if fault.seq is not None]
    found += _by_step(appeal)
    found.sort(key=lambda fault: fault.seq or 0)
    return [*(fault for fault in order if fault.seq is None), *found]


@lru_cache(maxsize=4096)  # a county's thousands of appeals take some dozens of ways
def _order(kinds: tuple[str, ...], unsatisfied: tuple[bool, ...], cycle: LifeCycle) -> tuple[Irregularity, ...]:
    """What the kinds alone say; `seq` is the index of the step here, and `unsatisfied` says which revisits found so."""
    return (*_missing(kinds, cycle), *_out_of_order(kinds, unsatisfied, cycle), *_after_close(kinds))


def _missing(kinds: Sequence[str], cycle: LifeCycle) -> Iterator[Irregularity]:
    """A required kind that lies before the furthest stage reached and never came."""
    reached = max((cycle.stage_of.get(kind, -1) for kind in kinds), default=-1)
    for kind in cycle.required:
        if kind not in kinds and cycle.stage_of.get(kind, -1) < reached:
            yield Irregularity("missing", kind)


def _out_of_order(kinds: Sequence[str], unsatisfied: Sequence[bool], cycle: LifeCycle) -> Iterator[Irregularity]:
    """A step of an earlier stage than one before it, unless the rules let it come again."""
    reached, furthest = -1, ""
    for at, kind in enumerate(kinds):
        stage = cycle.stage_of.get(kind)
        if stage is not None and kind not in cycle.anytime:
            again = cycle.again_after.get(kind, frozenset())
            if stage >= reached:
                reached, furthest = stage, kind
            elif furthest != "close" and not (again & set(kinds[:at]) and _no_further_than(again, reached, cycle)):
                yield Irregularity("out_of_order", kind, at, furthest)
        if unsatisfied[at] and reached <= cycle.stage_of["revisit"]:
            reached, furthest = cycle.redone_from, "revisit"


def _no_further_than(kinds: frozenset[str], reached: int, cycle: LifeCycle) -> bool:
    """Whether the appeal is still at the stage of these kinds."""
    return reached <= max(cycle.stage_of.get(kind, -1) for kind in kinds)


def _after_close(kinds: Sequence[str]) -> Iterator[Irregularity]:
    if "close" in kinds:
        first = kinds.index("close") + 1
        yield from (Irregularity("after_close", kind, at, "close") for at, kind in enumerate(kinds[first:], first))


def _by_step(appeal: Appeal) -> Iterator[Irregularity]:
    """Earlier than the step before; done by somebody who did not have it; returned though nobody passed it on."""
    holder: str | None = None
    passed_on = False
    before: Step | None = None
    for step, taker in zip(appeal.steps, appeal.receivers, strict=True):
        kind = step.kind
        if before is not None and step.at_ms < before.at_ms:
            yield Irregularity("back_in_time", kind, step.seq, before.kind)
        if holder and step.giver and step.giver != holder and kind in ACTS_ON_ONES_OWN:
            yield Irregularity("hand_over_missing", kind, step.seq, holder, step.giver)
        if kind == "return" and not passed_on:
            yield Irregularity("nothing_to_return", kind, step.seq)
        passed_on = passed_on or kind in ("assign", "forward")
        holder = taker or holder
        before = step

"""How appeals are passed on, as process mining counts it: variants, what follows what, who passes to whom, circles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.appeals.path import Appeal, held_ms, loops, ping_pongs


@dataclass(frozen=True, slots=True)
class Variant:
    """A sequence of kinds of steps, how many appeals took it, one of them, and how long the closed ones took."""

    kinds: tuple[str, ...]
    count: int
    example: str
    median_ms: float | None


@dataclass(frozen=True, slots=True)
class Passing:
    """What follows directly on what (kinds), or who passes to whom (actors): how often, and after how long."""

    first: str
    then: str
    count: int
    median_ms: float
    p90_ms: float


@dataclass(frozen=True, slots=True)
class Circle:
    """An appeal that came back to `actor`, with the steps that brought it back."""

    appeal: str
    actor: str
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PingPong:
    """An appeal that `giver` passed to `taker`, who passed it straight back; `seqs`: the two steps, each time."""

    appeal: str
    giver: str
    taker: str
    seqs: tuple[tuple[int, int], ...]


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values, between two of them in proportion (as numpy and pandas do it)."""
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def variants(appeals: Iterable[Appeal]) -> list[Variant]:
    """The most frequent first."""
    examples: dict[tuple[str, ...], str] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    lasted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for appeal in appeals:
        kinds = appeal.variant
        counts[kinds] += 1
        examples.setdefault(kinds, appeal.id)
        closed = appeal.closed_at_ms
        if closed is not None:
            lasted[kinds].append(closed - appeal.opened_at_ms)
    found = [
        Variant(kinds, count, examples[kinds], quantile(sorted(lasted[kinds]), 0.5) if lasted[kinds] else None)
        for kinds, count in counts.items()
    ]
    return sorted(found, key=lambda variant: (-variant.count, variant.kinds))


def directly_follows(appeals: Iterable[Appeal]) -> list[Passing]:
    """Consecutive steps by seq, all kinds, with the time between them."""
    waits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for appeal in appeals:
        for one, other in pairwise(appeal.steps):
            waits[one.kind, other.kind].append(other.at_ms - one.at_ms)
    return _passings(waits)


def passed_on(appeals: Iterable[Appeal]) -> list[Passing]:
    """The hand-over graph: who passes to whom, and how long the giver had the appeal before."""
    waits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for appeal in appeals:
        for step, held in held_ms(appeal):
            waits[step.giver or "", step.taker or ""].append(held)
    return _passings(waits)


def _passings(waits: dict[tuple[str, str], list[int]]) -> list[Passing]:
    found: list[Passing] = []
    for (first, then), values in waits.items():
        values.sort()
        found.append(Passing(first, then, len(values), quantile(values, 0.5), quantile(values, 0.9)))
    return sorted(found, key=lambda passing: (-passing.count, passing.first, passing.then))


def circles(appeals: Iterable[Appeal]) -> list[Circle]:
    """Every loop, one for each appeal and actor."""
    found: list[Circle] = []
    for appeal in appeals:
        seqs: dict[str, list[int]] = defaultdict(list)
        for actor, step in loops(appeal.hand_overs):
            seqs[actor].append(step.seq)
        found += [Circle(appeal.id, actor, tuple(steps)) for actor, steps in sorted(seqs.items())]
    return found


def all_ping_pong(appeals: Iterable[Appeal]) -> list[PingPong]:
    """Every ping-pong, one for each appeal and each giver and taker."""
    found: list[PingPong] = []
    for appeal in appeals:
        seqs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for one, other in ping_pongs(appeal.hand_overs):
            seqs[one.giver or "", one.taker or ""].append((one.seq, other.seq))
        found += [PingPong(appeal.id, *pair, tuple(steps)) for pair, steps in sorted(seqs.items())]
    return found

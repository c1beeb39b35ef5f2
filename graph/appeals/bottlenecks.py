"""Who makes appeals wait: the time that each actor adds, and what the appeals would gain if he were as fast as most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.appeals.betweenness import betweenness
from graph.appeals.flow import Passing, quantile
from graph.appeals.path import Appeal, spells


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """One actor. Waiting is the time from receiving an appeal until answering it, passing it on or its end, or now.

    `share`: of the waiting of all actors. `gain_ms`: what the appeals would wait less if none of his waits were longer
    than the median of all. `betweenness`: the share of pairs of other actors between whom he stands.
    """

    actor: str
    appeals: int
    times: int
    waited_ms: int
    median_ms: float
    share: float
    open_now: int
    gain_ms: float
    betweenness: float


def bottlenecks(appeals: Sequence[Appeal], passings: Sequence[Passing], now_ms: int) -> list[Bottleneck]:
    """Every actor who ever had one of the appeals, the one who adds most waiting first."""
    waits: dict[str, list[int]] = defaultdict(list)
    of_actor: dict[str, set[str]] = defaultdict(set)
    open_now: dict[str, int] = defaultdict(int)
    for appeal in appeals:
        for spell in spells(appeal, now_ms):
            waits[spell.actor].append(spell.waited_ms)
            of_actor[spell.actor].add(appeal.id)
            open_now[spell.actor] += spell.until_ms is None
    every = sorted(wait for found in waits.values() for wait in found)
    total, usual = sum(every), quantile(every, 0.5) if every else 0.0
    central = betweenness((passing.first, passing.then) for passing in passings)
    found = [
        Bottleneck(
            actor,
            len(of_actor[actor]),
            len(own),
            sum(own),
            quantile(sorted(own), 0.5),
            sum(own) / total if total else 0.0,
            open_now[actor],
            sum(wait - usual for wait in own if wait > usual),
            central.get(actor, 0.0),
        )
        for actor, own in waits.items()
    ]
    return sorted(found, key=lambda one: (-one.waited_ms, one.actor))

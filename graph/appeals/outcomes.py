"""What became of appeals: accepted and done in time, settled where they were raised, raised again at the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.appeal_rules import AppealRules
from graph.appeals.actors import Actor
from graph.appeals.deadlines import MET, MISSED, Deadline, acceptance, triage_deadline
from graph.appeals.path import Appeal

POINT_DECIMALS = 3  # degrees: points within about a hundred metres are one place


@dataclass(frozen=True, slots=True)
class Tally:
    """How many deadlines were met and missed, and how many still run; `late`: what was missed, with its deadline.

    Those that still run count neither for nor against.
    """

    met: int
    running: int
    late: tuple[tuple[str, Deadline], ...]

    @property
    def missed(self) -> int:
        """Done too late, or open past due."""
        return len(self.late)

    @property
    def decided(self) -> int:
        """Met or missed."""
        return self.met + self.missed


@dataclass(frozen=True, slots=True)
class Again:
    """A place at which appeals of one category come up again and again.

    `kind`: building, place (its words) or point (`longitude,latitude`). `declared`: those said to repeat another.
    """

    kind: str
    place: str
    category: str
    appeals: tuple[str, ...]
    declared: tuple[str, ...]


def accepted_in_time(appeals: Iterable[Appeal], rules: AppealRules, now_ms: int) -> Tally:
    """Every appeal against the hours to accept, also one that repeats another: each is somebody who waits."""
    return _tally([(appeal.id, acceptance(appeal, rules, now_ms)) for appeal in appeals])


def done_in_time(appeals: Sequence[Appeal], rules: AppealRules, now_ms: int) -> dict[str, Tally]:
    """By triage, appeals against its deadline. One that repeats another is done with it and is not counted."""
    found: dict[str, list[tuple[str, Deadline]]] = {triage: [] for triage in rules.triage}
    for appeal in appeals:
        deadline = triage_deadline(appeal, rules, now_ms)
        if deadline is not None and appeal.same_as is None:
            found[appeal.triage or ""].append((appeal.id, deadline))
    return {triage: _tally(deadlines) for triage, deadlines in found.items()}


def _tally(deadlines: Sequence[tuple[str, Deadline]]) -> Tally:
    met = sum(deadline.outcome == MET for _, deadline in deadlines)
    late = tuple(one for one in deadlines if one[1].outcome == MISSED)
    return Tally(met, len(deadlines) - met - len(late), late)


def settled_at_micro(appeals: Iterable[Appeal], actors: Mapping[str, Actor]) -> tuple[int, int]:
    """Appeals closed by a member or in a micro-grid without any hand-over; and all that are closed."""
    closed = [appeal for appeal in appeals if appeal.closed_at_ms is not None]
    return sum(_stayed(appeal, actors) for appeal in closed), len(closed)


def _stayed(appeal: Appeal, actors: Mapping[str, Actor]) -> bool:
    if appeal.hand_overs:
        return False
    had = [actor for actor in appeal.receivers if actor]
    return bool(had) and had[-1] in actors and actors[had[-1]].is_micro


def raised_again(appeals: Iterable[Appeal], at_least: int) -> list[Again]:
    """Places with so many appeals of one category, the most first."""
    found: dict[tuple[str, str, str], list[Appeal]] = defaultdict(list)
    for appeal in appeals:
        place = _place(appeal)
        if place is not None:
            found[(*place, appeal.category)].append(appeal)
    groups = [
        Again(
            *key,
            tuple(appeal.id for appeal in group),
            tuple(appeal.id for appeal in group if appeal.same_as is not None),
        )
        for key, group in found.items()
        if len(group) >= at_least
    ]
    return sorted(groups, key=lambda group: (-len(group.appeals), group.kind, group.place, group.category))


def _place(appeal: Appeal) -> tuple[str, str] | None:
    if appeal.building is not None:
        return "building", appeal.building
    if appeal.place:
        return "place", appeal.place
    if appeal.lon is not None and appeal.lat is not None:
        return "point", f"{appeal.lon:.{POINT_DECIMALS}f},{appeal.lat:.{POINT_DECIMALS}f}"
    return None

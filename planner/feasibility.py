"""Whether there is a plan at all, over all permitted pairs: one that keeps every hard rule, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.alike import Alike, alike_of, hand_out
from planner.cause_words import crowd_words, full_words, group_words, moves_words, orange_words, pin_words
from planner.checks import Claim, Takers, doubts, facts_of, why_forbidden
from planner.errors import PlannerError, RecountDisagrees
from planner.fewest_moves import fewest_moves_of
from planner.placing import crowded, place, starved
from planner.plan_file import Cause
from planner.problem import NO_PIN, Bools, Ints, Ints32, Problem
from planner.shrink import (
    missing_households,
    missing_places,
    most_for,
    smallest_crowd,
    smallest_group,
    smallest_group_by_flow,
)


@dataclass(frozen=True, slots=True)
class Feasible:
    """`assignment` (H,), member positions, keeps every hard rule, the limit of moves included."""

    assignment: Ints32


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No plan exists; each cause is a certificate of its own, and no two share a household or a member's bound."""

    causes: tuple[Cause, ...]


def examine(problem: Problem) -> Feasible | Infeasible:
    """Exact: a legal assignment, or causes (never none), each recounted before it is given out.

    With lower bounds lo, a plan exists exactly when all households can be placed under the upper bounds and all lower
    bounds can be met, each taken alone (the linking theorem of Mendelsohn & Dulmage, 1958, for flows); so when there is
    no plan one of the two searches below finds out why.
    """
    alike = alike_of(problem)
    low, high, everything = problem.low.astype(np.int64), problem.high.astype(np.int64), problem.households
    spare_total = everything - int(low.sum())
    if spare_total >= 0:
        placing = place(alike, low, problem.orange_limit, high - low, spare_total)
        if placing.placed == everything:
            return _within_moves(problem, alike, hand_out(problem, alike, placing.counts))
    causes = tuple(_causes(problem, alike, low, high))
    if not causes:
        raise PlannerError("There is no plan and no cause was found for it: an error of Lianhu, please report it.")
    return _recounted(problem, causes)


def _within_moves(problem: Problem, alike: Alike, assignment: Ints32) -> Feasible | Infeasible:
    """The assignment, or one with the fewest moves where a limit applies."""
    if problem.max_moves < 0:
        return Feasible(assignment)
    fewest = fewest_moves_of(problem, alike)
    if fewest.moves <= problem.max_moves:
        return Feasible(fewest.assignment)
    moved = np.flatnonzero((problem.current >= 0) & (problem.current != fewest.assignment)).tolist()
    cause = _cause(problem, "max_moves", moved, [], problem.max_moves, moves_words(fewest.moves, problem.max_moves))
    return _recounted(problem, (cause,))


def _recounted(problem: Problem, causes: tuple[Cause, ...]) -> Infeasible:
    """The causes, when the recount accepts each as a proof. Raises RecountDisagrees."""
    takers, limit = Takers(facts_of(problem.instance)), problem.instance.rules.max_moves
    for cause in causes:
        claim = Claim(cause.kind, cause.households, cause.members, cause.places, cause.sentence)
        found = doubts(takers, claim, limit)
        if found:
            raise RecountDisagrees(f"The recount does not accept a cause ({cause.kind}): {'; '.join(found)}.")
    return Infeasible(causes)


def _cause(problem: Problem, kind: str, households: list[int], members: list[int], places: int, sentence: str) -> Cause:
    instance = problem.instance
    return Cause(
        kind,
        tuple(instance.households[h].id for h in households),
        tuple(instance.members[m].id for m in members),
        places,
        sentence,
    )


def _causes(problem: Problem, alike: Alike, low: Ints, high: Ints) -> Iterator[Cause]:
    yield from _faulty_pins(problem)
    nobody_by_pin = alike.pinned & ~alike.allowed.any(axis=1)
    rest = alike.only(~nobody_by_pin)
    yield from _crowds(problem, rest, high)
    yield from _groups(problem, rest, low)


def _faulty_pins(problem: Problem) -> Iterator[Cause]:
    """Pins that contradict each other or a rule about the pair, one cause a household."""
    instance = problem.instance
    facts = facts_of(instance)
    position = {member.id: i for i, member in enumerate(instance.members)}
    for h in np.flatnonzero(problem.pin != NO_PIN).tolist():
        home = instance.households[h]
        pins = facts.pins[home.id]
        why = why_forbidden(facts, facts.members[pins[0]], home) if len(pins) == 1 else None
        if len(pins) > 1 or why is not None:
            members = [position[member] for member in pins]
            yield _cause(problem, "pins", [h], members, 0, pin_words(home, pins, why))


def _crowds(problem: Problem, alike: Alike, high: Ints) -> Iterator[Cause]:
    """Households that can go only to members with too few places."""
    limit = problem.orange_limit
    placing = place(alike, high, limit)
    if placing.placed == int(alike.size.sum()):
        return
    used = np.zeros(alike.count, dtype=np.bool_)
    for crowd in crowded(placing):
        missing = missing_places(alike, alike.size * crowd, high, limit)
        fresh = crowd & ~used
        start = fresh if missing_places(alike, alike.size * fresh, high, limit) > 0 else crowd
        counts = smallest_crowd(alike, start, high, limit)
        if not (used & (counts > 0)).any():
            used |= counts > 0
            yield _crowd_cause(problem, alike, counts, high, missing)


def _crowd_cause(problem: Problem, alike: Alike, counts: Ints, high: Ints, missing: int) -> Cause:
    chosen = np.flatnonzero(counts).tolist()
    households: list[int] = sorted(h for c in chosen for h in alike.households[c][: counts[c]].tolist())
    members = np.flatnonzero(alike.allowed[chosen].any(axis=0)).tolist()
    places = len(households) - missing_places(alike, counts, high, problem.orange_limit)
    if len(members) == 1 and alike.pinned[chosen].all():
        homes = [problem.instance.households[h] for h in households]
        words = full_words(homes, problem.instance.members[members[0]], places)
        return _cause(problem, "pins", households, members, places, words)
    words = crowd_words(problem, households, members, places, missing)
    return _cause(problem, "too_few_places", households, members, places, words)


def _groups(problem: Problem, alike: Alike, low: Ints) -> Iterator[Cause]:
    """Members whose lower bounds ask for more households than they may take."""
    placing = place(alike, low, problem.orange_limit)
    if placing.placed == int(low.sum()):
        return
    used: Bools = np.zeros(len(low), dtype=np.bool_)
    for group in starved(placing):
        cause, members = _group_cause(problem, alike, group, low)
        if not (used & members).any():
            used |= members
            yield cause


def _group_cause(problem: Problem, alike: Alike, group: Bools, low: Ints) -> tuple[Cause, Bools]:
    limit = problem.orange_limit
    by_count = missing_households(alike, group, low) > 0
    left = smallest_group(alike, group, low) if by_count else smallest_group_by_flow(alike, group, low, limit)
    may_go = np.flatnonzero(alike.allowed[:, left].any(axis=1)).tolist()
    households = sorted(h for c in may_go for h in alike.households[c].tolist())
    chosen = np.flatnonzero(left).tolist()
    members = [problem.instance.members[m] for m in chosen]
    least = int(low[left].sum())
    if by_count:
        words = group_words(members, least, len(households))
        return _cause(problem, "too_few_households", households, chosen, len(households), words), left
    orange = int((alike.size[may_go] * alike.orange[may_go]).sum())
    most = most_for(alike, left, low, limit)
    words = orange_words(members, least, len(households), orange, limit, most)
    return _cause(problem, "other", households, chosen, most, words), left

"""The recount: every hard rule and every term of an assignment, from the instance alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.checks import hard, terms
from planner.checks.facts import Facts, facts_of, target_candidates
from planner.checks.hard import Assignment, Broken
from planner.instance import Instance


@dataclass(frozen=True, slots=True)
class Recount:
    """What an assignment costs and breaks. Minutes a quarter; `loads` is L_m and `targets` T_m by member.

    `moves` could have stayed where they were, `forced` could not. `broken` is empty for a legal assignment.
    """

    terms: dict[str, float]
    objective: float
    moves: int
    forced: int
    target_minutes: float
    broken: list[Broken]
    loads: dict[str, float]
    targets: dict[str, float]


def recount(
    instance: Instance, assignment: Assignment, *, max_moves: int | None = None, target_minutes: float | None = None
) -> Recount:
    """Recount an assignment {household: member}.

    `max_moves`: a limit that applies instead of the file's. `target_minutes`: which T to take where the file gives
    none and the computed one lies exactly between two tenths; any other value is not listened to.
    """
    return recount_facts(facts_of(instance), assignment, max_moves=max_moves, target_minutes=target_minutes)


def recount_facts(
    facts: Facts, assignment: Assignment, *, max_moves: int | None = None, target_minutes: float | None = None
) -> Recount:
    """The same as `recount` where the look-ups are at hand."""
    rules = facts.instance.rules
    known = {h: m for h, m in assignment.items() if h in facts.households and m in facts.members}
    target = _target(facts, target_minutes)
    targets = terms.targets_of(facts, target)
    trips = terms.trips_of(facts, known)
    loads = terms.loads_of(facts, known, trips)
    moves = len(hard.moves_of(facts, known))
    values = {
        "walking": terms.walking(facts, trips),
        "relation": terms.relation(facts, known),
        "compactness": terms.compactness(facts, trips),
        "balance": terms.balance(facts, loads, targets),
        "ceiling": terms.ceiling(facts, loads, targets),
        "churn": terms.churn(facts, moves),
    }
    broken = [
        *hard.each_household_once(facts, assignment),
        *hard.household_bounds(facts, known),
        *hard.orange_limit(facts, known),
        *hard.only_permitted(facts, known),
        *hard.pins_kept(facts, known),
        *hard.within_moves(moves, rules.max_moves if max_moves is None else max_moves),
    ]
    forced = len(hard.forced_of(facts, known))
    return Recount(values, math.fsum(values.values()), moves, forced, target, broken, loads, targets)


def _target(facts: Facts, said: float | None) -> float:
    candidates = target_candidates(facts)
    return next((value for value in candidates if said is not None and abs(value - said) < 1e-6), candidates[0])

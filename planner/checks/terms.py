"""The six terms of the objective, minutes a quarter, one function each; its docstring is the formula."""

from __future__ import annotations

import math
from collections.abc import Mapping

from planner.checks.facts import Facts, permitted, service_minutes, visits, walk_minutes
from planner.checks.hard import Assignment, served

Trips = Mapping[tuple[str, str], int]  # (member, building) → n(m,b)
Minutes = Mapping[str, float]  # by member


def trips_of(facts: Facts, assignment: Assignment) -> dict[tuple[str, str], int]:
    """n(m,b) = the largest v(h) among the households that m serves in b, for every (m, b) with one."""
    trips: dict[tuple[str, str], int] = {}
    for member, homes in served(facts, assignment).items():
        for home in homes:
            pair = (member, home.building)
            trips[pair] = max(trips.get(pair, 0), visits(facts, home))
    return trips


def _trip_minutes(facts: Facts, trips: Trips) -> dict[tuple[str, str], float]:
    """n(m,b) · t(m,b)."""
    return {
        (member, building): n * walk_minutes(facts, facts.members[member], facts.buildings[building])
        for (member, building), n in trips.items()
    }


def loads_of(facts: Facts, assignment: Assignment, trips: Trips) -> dict[str, float]:
    """L_m = Σ_h v(h)·s(h) + Σ_b n(m,b)·t(m,b)."""
    parts = {m: [service_minutes(facts, home) for home in homes] for m, homes in served(facts, assignment).items()}
    for (member, _), minutes in _trip_minutes(facts, trips).items():
        parts[member].append(minutes)
    return {member: math.fsum(minutes) for member, minutes in parts.items()}


def targets_of(facts: Facts, target_minutes: float) -> dict[str, float]:
    """T_m = share_m · T."""
    return {member.id: member.share * target_minutes for member in facts.instance.members}


def walking(facts: Facts, trips: Trips) -> float:
    """Σ n(m,b)·t(m,b)."""
    return math.fsum(_trip_minutes(facts, trips).values())


def relation(facts: Facts, assignment: Assignment) -> float:
    """Σ_h best(h) − got(h): the most that any permitted member's ties would give, less those of its own member."""
    missed: list[float] = []
    for household, ties in facts.ties.items():
        home = facts.households[household]
        best = max((ties[m] for m in ties if permitted(facts, facts.members[m], home)), default=0.0)
        missed.append(best - ties.get(assignment.get(household, ""), 0.0))
    return math.fsum(missed)


def compactness(facts: Facts, trips: Trips) -> float:
    """building_minutes · #{(m, b): n(m,b) > 0}."""
    return facts.instance.rules.building_minutes * len(trips)


def balance(facts: Facts, loads: Minutes, targets: Minutes) -> float:
    """Σ_m slope·(share·T_m − L_m)⁺ of `below` + Σ slope·(L_m − share·T_m)⁺ of each line of `above`."""
    lines = facts.instance.rules.balance
    at, slope = lines.below
    below = [slope * max(0.0, at * targets[m] - load) for m, load in loads.items()]
    above = [rise * max(0.0, load - share * targets[m]) for m, load in loads.items() for share, rise in lines.above]
    return math.fsum([*below, *above])


def ceiling(facts: Facts, loads: Minutes, targets: Minutes) -> float:
    """Σ_m slope·(L_m − share·T_m)⁺ of `ceiling`."""
    at, slope = facts.instance.rules.ceiling
    return math.fsum(slope * max(0.0, load - at * targets[m]) for m, load in loads.items())


def churn(facts: Facts, moves: int) -> float:
    """churn_minutes · moves."""
    return facts.instance.rules.churn_minutes * moves

"""What the recount knows of an instance: look-ups by id, and the formulas of one household or one pair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from planner.instance import Building, Household, Instance, Member

NEAREST_FOR_TARGET = 10
HALF_MARGIN = 1e-6  # tenths of a minute: closer than this to a half, the order of adding decides the rounding


@dataclass(frozen=True, slots=True)
class Facts:
    """An instance by id. `ties`: minutes of each household's ties by member; `pins`: its pins, each once."""

    instance: Instance
    members: Mapping[str, Member]
    buildings: Mapping[str, Building]
    households: Mapping[str, Household]
    ties: Mapping[str, Mapping[str, float]]
    avoids: frozenset[tuple[str, str]]
    pins: Mapping[str, tuple[str, ...]]


def facts_of(instance: Instance) -> Facts:
    """Look-ups for an instance. A repeated entry of `pairs` counts once."""
    worth = {
        "knows": instance.rules.knows_minutes,
        "household_prefers": instance.rules.household_prefers_minutes,
        "member_prefers": instance.rules.member_prefers_minutes,
    }
    ties: dict[str, dict[str, float]] = {}
    pins: dict[str, tuple[str, ...]] = {}
    avoids: set[tuple[str, str]] = set()
    for pair in dict.fromkeys(instance.pairs):
        if pair.kind == "avoids":
            avoids.add((pair.member, pair.household))
        elif pair.kind == "pin":
            pins[pair.household] = (*pins.get(pair.household, ()), pair.member)
        else:
            of = ties.setdefault(pair.household, {})
            of[pair.member] = of.get(pair.member, 0.0) + worth[pair.kind]
    return Facts(
        instance,
        {member.id: member for member in instance.members},
        {building.id: building for building in instance.buildings},
        {household.id: household for household in instance.households},
        ties,
        frozenset(avoids),
        pins,
    )


def visits(facts: Facts, household: Household) -> int:
    """v(h): visits by risk; a priority household at least priority_visits_per_quarter."""
    rules = facts.instance.rules
    by_risk = rules.visits_per_quarter[household.risk]
    return max(by_risk, rules.priority_visits_per_quarter) if household.priority else by_risk


def service_minutes(facts: Facts, household: Household) -> float:
    """v(h) · s(h)."""
    return visits(facts, household) * facts.instance.rules.minutes_per_visit[household.risk]


def walk_minutes(facts: Facts, member: Member, building: Building) -> float:
    """t(m,b) = rint(10 · (2 · detour · sqrt(Δx·Δx + Δy·Δy) / metres_per_minute)) / 10."""
    rules = facts.instance.rules
    dx, dy = member.x - building.x, member.y - building.y
    return round(10 * (2 * rules.detour * math.sqrt(dx * dx + dy * dy) / rules.metres_per_minute)) / 10


def why_forbidden(facts: Facts, member: Member, household: Household) -> str | None:
    """Why this member may not take this household, pins left aside; None when he may.

    Not permitted: avoided; an orange household to a member who is not senior; t/2 above reach_minutes; the building's
    area outside the member's areas (a building without area fits only members with null).
    """
    if (member.id, household.id) in facts.avoids:
        return "the pair is avoided"
    if household.risk == "orange" and not member.senior:
        return "an orange household needs a senior member"
    building = facts.buildings[household.building]
    if member.areas is not None and building.area not in member.areas:
        return f"area {building.area or '(none)'} is outside the member's areas"
    reach = facts.instance.rules.reach_minutes
    one_way = walk_minutes(facts, member, building) / 2
    if reach is not None and one_way > reach:
        return f"{minutes_text(one_way)} minutes one way are more than the reach of {minutes_text(reach)}"
    return None


def pinned_elsewhere(facts: Facts, member: Member, household: Household) -> bool:
    """A pinned household goes only to its pin; two pins: to nobody."""
    pins = facts.pins.get(household.id, ())
    return len(pins) > 0 and pins != (member.id,)


def permitted(facts: Facts, member: Member, household: Household) -> bool:
    """Whether the rules let this member take this household."""
    return not pinned_elsewhere(facts, member, household) and why_forbidden(facts, member, household) is None


def raw_target_minutes(facts: Facts) -> float:
    """T before it is rounded.

    (Σ_h v·s + Σ_b max v in b · mean t(m,b) over the ten members nearest to b, permitted or not) / Σ share
    """
    most = dict.fromkeys(facts.buildings, 0)
    for household in facts.instance.households:
        most[household.building] = max(most[household.building], visits(facts, household))
    service = sum(service_minutes(facts, household) for household in facts.instance.households)
    trips = sum(v * _mean_walk_minutes(facts, facts.buildings[building]) for building, v in most.items() if v)
    return (service + trips) / sum(member.share for member in facts.instance.members)


def _mean_walk_minutes(facts: Facts, building: Building) -> float:
    """Mean t(m,b) over the ten members nearest to b (all, if fewer)."""

    def distance_squared(member: Member) -> float:
        dx, dy = member.x - building.x, member.y - building.y
        return dx * dx + dy * dy

    nearest = sorted(facts.instance.members, key=distance_squared)[:NEAREST_FOR_TARGET]
    return sum(walk_minutes(facts, member, building) for member in nearest) / len(nearest)


def target_candidates(facts: Facts) -> tuple[float, ...]:
    """T as the file says, else as computed: two values where it lies on a half, whose rounding is a matter of order."""
    given = facts.instance.rules.target_minutes
    if given is not None:
        return (given,)
    tenths = 10 * raw_target_minutes(facts)
    rounded = round(tenths)
    if abs(abs(tenths - rounded) - 0.5) > HALF_MARGIN:
        return (rounded / 10,)
    return (rounded / 10, (math.floor(tenths) + math.ceil(tenths) - rounded) / 10)


def minutes_text(minutes: float) -> str:
    """Minutes for people: thousands apart, at least one decimal, no more than needed of six."""
    whole, _, decimals = f"{minutes:,.6f}".partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"

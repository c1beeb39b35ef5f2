"""Explanations in words, for people at a terminal; ids where no names are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.explain.household import HouseholdExplained, Other
from planner.explain.member import ABOVE, BELOW, CEILING, Line, MemberExplained
from planner.explain.standing import AREA, AVOIDS, PIN, REACH, SENIOR

RULES = {
    PIN: "the household is pinned to another member",
    AVOIDS: "the pair is avoided",
    SENIOR: "an orange household needs a senior member",
    AREA: "the building is outside of the member's areas",
    REACH: "the way is longer than the reach",
}
LINES = {BELOW: "too little work below", ABOVE: "too much work above", CEILING: "the ceiling at"}
WORTH_SAYING = 0.05  # minutes


@dataclass(frozen=True, slots=True)
class Names:
    """How people call buildings, doors and members; everything may be missing."""

    buildings: Mapping[str, str] = field(default_factory=dict[str, str])
    doors: Mapping[str, str] = field(default_factory=dict[str, str])
    members: Mapping[str, str] = field(default_factory=dict[str, str])

    def building(self, building: str) -> str:
        """B7 (一号楼), or the id alone."""
        return _both(building, self.buildings.get(building))

    def member(self, member: str) -> str:
        """M7 (王**), or the id alone."""
        return _both(member, self.members.get(member))


def _both(key: str, name: str | None) -> str:
    return f"{key} ({name})" if name and name != key else key


def household_head(found: HouseholdExplained, names: Names) -> str:
    """Who, where, with whom, how near."""
    near = "the nearest member" if found.rank == 1 else f"the {found.rank}th nearest member"
    doors = f" with {found.neighbours - 1} other households of the building" if found.neighbours > 1 else ""
    ties = "no ties or wishes"
    if found.best_tie_minutes:
        ties = f"{found.tie_minutes:,.1f} of {found.best_tie_minutes:,.1f} minutes of ties and wishes kept"
    return (
        f"{found.household}: {found.risk}, {found.visits} visits a quarter, in {names.building(found.building)}\n"
        f"with {names.member(found.member)}, {near}, {found.walk_minutes:,.1f} minutes there and back{doors}; {ties}"
        f"{', pinned' if found.pinned else ''}\n"
        f"whose workload is {found.load_minutes:,.1f} minutes for {found.households} households, "
        f"the target {found.target_minutes:,.1f}"
    )


def outcome(other: Other) -> str:
    """Why not this member, or what follows from choosing him."""
    if other.forbidden is not None:
        return f"may not: {RULES[other.forbidden]}"
    if other.change_minutes is None or other.true_minutes is None:
        return "no repair near keeps the bounds of the members"
    knock_on = f", {len(other.knock_on)} others would move" if other.knock_on else ""
    return f"{other.change_minutes:+,.1f} to the plan, {other.true_minutes:,.1f} dearer than the best found{knock_on}"


def improvable_words(found: HouseholdExplained) -> str:
    """What to make of a plan that the same search makes better without touching the household's member."""
    cheaper = [one for one in (*found.others, *found.also) if (one.change_minutes or 0.0) < -WORTH_SAYING]
    if found.improvable_minutes < WORTH_SAYING:
        return "Around here the same search finds nothing better than the plan."
    words = f"Cheaper by {found.improvable_minutes:,.1f} minutes: the plan around here can be improved by more search"
    best = min(cheaper, key=lambda one: one.change_minutes or 0.0, default=None)
    with_him = best is not None and (best.true_minutes or 0.0) < WORTH_SAYING
    return f"{words}, {f'with the household at {best.member}' if best and with_him else 'the household staying'}."


def member_head(found: MemberExplained, names: Names) -> str:
    """Load against target, and what dominates it."""
    share = "" if found.share == 1 else f", {found.share:g} of a full post"
    parts = f"{found.walking_minutes:,.1f} walking, {found.service_minutes:,.1f} service"
    part = found.load_minutes / found.target_minutes if found.target_minutes else 0.0
    return (
        f"{names.member(found.member)}: {'senior' if found.senior else 'not senior'}{share}, "
        f"{found.households_count} households ({found.least} to {found.most}), "
        f"{found.orange} orange (at most {found.orange_limit})\n"
        f"workload {found.load_minutes:,.1f} minutes a quarter ({parts}), {part:.0%} of the target "
        f"{found.target_minutes:,.1f}\n{dominates(found, names)}"
    )


def dominates(found: MemberExplained, names: Names) -> str:
    """The largest single thing in the workload."""
    way = found.buildings[0] if found.buildings else None
    service = found.classes[0] if found.classes else None
    if way is not None and (service is None or way.minutes > service.minutes):
        return (
            f"most of it: {way.trips} trips of {way.trip_minutes:,.1f} minutes to {names.building(way.building)}, as "
            f"often as {way.asked_by} ({way.asked_by_risk}) asks: {way.minutes:,.1f} minutes"
        )
    if service is not None:
        return (
            f"most of it: {service.visits} visits to {service.households} {service.risk} households: "
            f"{service.minutes:,.1f} minutes"
        )
    return "nothing to do"


def line_words(line: Line) -> str:
    """One line of the charge that he passes."""
    return f"{LINES[line.kind]} {line.at_minutes:,.1f} minutes: {line.minutes:,.1f} ({line.slope:g} a minute)"

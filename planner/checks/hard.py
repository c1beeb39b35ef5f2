"""The hard rules, one function each: what an assignment breaks, with the ids and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.checks.facts import Facts, permitted, why_forbidden
from planner.instance import Household

Assignment = Mapping[str, str]  # household id → member id


@dataclass(frozen=True, slots=True)
class Broken:
    """One hard rule that an assignment breaks. `by`: households (or moves) too many, too few or wrong."""

    rule: str
    member: str | None
    household: str | None
    by: int
    sentence: str


def served(facts: Facts, assignment: Assignment) -> dict[str, list[Household]]:
    """The households of each member, in the order of the instance; unknown ids are left out."""
    result: dict[str, list[Household]] = {member: [] for member in facts.members}
    for household in facts.instance.households:
        member = assignment.get(household.id)
        if member in result:
            result[member].append(household)
    return result


def each_household_once(facts: Facts, assignment: Assignment) -> Iterator[Broken]:
    """Each household to exactly one member, and to one that exists."""
    for household in facts.households:
        member = assignment.get(household)
        if member is None:
            yield Broken("assignment", None, household, 1, f"household {household} has no member")
        elif member not in facts.members:
            sentence = f"household {household} goes to {member}, who is not among the members"
            yield Broken("assignment", member, household, 1, sentence)
    for household, member in assignment.items():
        if household not in facts.households:
            yield Broken("assignment", member, household, 1, f"there is no household {household} in the instance")


def household_bounds(facts: Facts, assignment: Assignment) -> Iterator[Broken]:
    """lo ≤ households of m ≤ hi."""
    for member, homes in served(facts, assignment).items():
        least, most = facts.instance.bounds(facts.members[member])
        by = max(least - len(homes), len(homes) - most)
        if by > 0:
            few = f"fewer than {least}" if len(homes) < least else f"more than {most}"
            yield Broken("households", member, None, by, f"member {member} has {len(homes)} households, {few}")


def orange_limit(facts: Facts, assignment: Assignment) -> Iterator[Broken]:
    """At most orange_per_member orange households each."""
    limit = facts.instance.rules.orange_per_member
    for member, homes in served(facts, assignment).items():
        orange = sum(home.risk == "orange" for home in homes)
        if orange > limit:
            sentence = f"member {member} has {orange} orange households, more than {limit}"
            yield Broken("orange", member, None, orange - limit, sentence)


def only_permitted(facts: Facts, assignment: Assignment) -> Iterator[Broken]:
    """Not avoided, orange to seniors only, within reach, within areas."""
    for member, homes in served(facts, assignment).items():
        for home in homes:
            why = why_forbidden(facts, facts.members[member], home)
            if why is not None:
                sentence = f"household {home.id} may not go to member {member}: {why}"
                yield Broken("permitted", member, home.id, 1, sentence)


def pins_kept(facts: Facts, assignment: Assignment) -> Iterator[Broken]:
    """A pinned household goes to its pin; with two pins it can go to nobody."""
    for household, pins in facts.pins.items():
        member = assignment.get(household)
        if member in facts.members and pins != (member,):
            sentence = f"household {household} goes to member {member} and is pinned to {' and '.join(pins)}"
            yield Broken("pin", member, household, 1, sentence)


def may_stay(facts: Facts, home: Household) -> bool:
    """Whether `current` is among the members and permitted."""
    member = facts.members.get(home.current or "")
    return member is not None and permitted(facts, member, home)


def _leavers(facts: Facts, assignment: Assignment) -> Iterator[Household]:
    """Households with a `current` that go to another member."""
    for home in facts.instance.households:
        if home.current is not None and assignment.get(home.id, home.current) != home.current:
            yield home


def moves_of(facts: Facts, assignment: Assignment) -> list[str]:
    """Households whose `current` is among the members and permitted, and that go to another member."""
    return [home.id for home in _leavers(facts, assignment) if may_stay(facts, home)]


def forced_of(facts: Facts, assignment: Assignment) -> list[str]:
    """Households whose `current` has left or is not permitted, and that go to another member."""
    return [home.id for home in _leavers(facts, assignment) if not may_stay(facts, home)]


def within_moves(moves: int, limit: int | None) -> Iterator[Broken]:
    """moves ≤ max_moves."""
    if limit is not None and moves > limit:
        yield Broken("max_moves", None, None, moves - limit, f"{moves} households move, more than the limit of {limit}")

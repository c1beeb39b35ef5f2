"""Why there is no plan, in the planner's words: what, how many, which, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.instance import Household, Instance, Member
from planner.problem import Problem

MOST_NAMED = 4


def named(ids: Sequence[str], again: str = "") -> str:
    """Ids in a sentence, a long list cut; `again` is said before each but the first."""
    if len(ids) <= MOST_NAMED:
        return f", {again}".join(ids)
    return f", {again}".join(ids[: MOST_NAMED - 1]) + f" and {len(ids) - MOST_NAMED + 1} more"


def counted(count: int, what: str) -> str:
    """`1 household`, `2 households`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def where(instance: Instance, households: Sequence[Household]) -> str:
    """` of area X`, ` in building b`, or nothing when they lie here and there."""
    used = {home.building for home in households}
    areas = {building.area for building in instance.buildings if building.id in used}
    if len(used) == 1:
        area = next(iter(areas))
        return f" in building {next(iter(used))}" + (f" of area {area}" if area is not None else "")
    if len(areas) <= MOST_NAMED and None not in areas:
        return f" of {'area' if len(areas) == 1 else 'areas'} {named(sorted(str(area) for area in areas))}"
    return ""


def crowd_words(problem: Problem, households: Sequence[int], members: Sequence[int], places: int, missing: int) -> str:
    """Too few places: `households` can go only to `members`; `missing` is what all that compete there lack."""
    instance = problem.instance
    homes = [instance.households[h] for h in households]
    orange = all(home.risk == "orange" for home in homes)
    who = counted(len(homes), "orange household" if orange else "household")
    if not members:
        return _nobody_words(problem, households, missing)
    ids = [instance.members[m].id for m in members]
    lack = f"{missing} too few" if missing == len(homes) - places else f"{missing} too few with all that compete there"
    role = "senior member" if orange else "member"
    return (
        f"{who}{where(instance, homes)} can go only to {counted(len(ids), role)} ({named(ids)}), who "
        f"{'has' if len(ids) == 1 else 'have'} {counted(places, 'place')} for them: {lack}."
    )


def _nobody_words(problem: Problem, households: Sequence[int], missing: int) -> str:
    instance, h = problem.instance, households[0]
    home = instance.households[h]
    orange = "orange household" if home.risk == "orange" else "household"
    more = f" ({missing} alike)" if missing > 1 else ""
    return (
        f"Nobody may take the {orange} {home.id}{where(instance, [home])}{more}: "
        f"of {counted(problem.members, 'member')} {_reasons(problem, h)}."
    )


def _reasons(problem: Problem, household: int) -> str:
    """How many members are ruled out by what, each counted once."""
    rest = np.ones(problem.members, dtype=np.bool_)
    parts: list[str] = []
    span = slice(problem.avoid_start[household], problem.avoid_start[household + 1])
    avoided = np.zeros_like(rest)
    avoided[problem.avoid_member[span]] = True
    not_senior = ~problem.senior & bool(problem.orange[household])
    for ruled_out, words in (
        (avoided, "avoided"),
        (not_senior, "not senior"),
        (~problem.reachable[:, problem.building[household]], "outside reach or areas"),
    ):
        count = int((rest & ruled_out).sum())
        rest &= ~ruled_out
        if count:
            parts.append(f"{count} {'is' if count == 1 else 'are'} {words}")
    return ", ".join(parts)


def group_words(members: Sequence[Member], least: int, households: int) -> str:
    """Too few households for the members' lower bounds."""
    who = counted(len(members), "member")
    return (
        f"{who} ({named([m.id for m in members])}) must have at least {counted(least, 'household')}, "
        f"but only {households} may go to {'this member' if len(members) == 1 else 'any of them'}: "
        f"{least - households} too few."
    )


def orange_words(members: Sequence[Member], least: int, households: int, orange: int, limit: int, most: int) -> str:
    """Lower bounds against the limit of orange households."""
    return (
        f"{counted(len(members), 'member')} ({named([m.id for m in members])}) must have at least "
        f"{counted(least, 'household')} (lower bound); {households} may go there, but {orange} of these are orange "
        f"and at most {limit} orange go to one member (orange_per_member): {most} fit, {least - most} too few."
    )


def pin_words(household: Household, pins: Sequence[str], why: str | None) -> str:
    """One household whose pins cannot be kept."""
    if len(pins) > 1:
        return f"Household {household.id} is pinned to {' and to '.join(pins)}, but can have only one member."
    return f"Household {household.id} is pinned to {pins[0]}, who may not take it: {why}."


def full_words(households: Sequence[Household], member: Member, places: int) -> str:
    """More households are pinned to one member than he has places."""
    orange = all(home.risk == "orange" for home in households)
    what = counted(len(households), "orange household" if orange else "household")
    have = f"who has {counted(places, 'place')} for them: {len(households) - places} too few."
    return f"{what} ({named([home.id for home in households])}) are pinned to {member.id}, {have}"


def moves_words(fewest: int, limit: int) -> str:
    """The limit of moves is below what any plan needs."""
    return f"A plan needs at least {counted(fewest, 'move')}, but only {limit} are allowed (max_moves)."

"""Members yet to be found: how many, where, senior or not, for households that nobody there can take."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from graph.pairs import walk_minutes
from planner.instance import Building, Instance, Member

ENOUGH = 15  # households a newcomer takes where the rules leave no room at all


def newcomers(
    instance: Instance, households: Sequence[int], orange_limit: int, reach: float | None, bounds: tuple[int, int]
) -> list[Member]:
    """Members who can take these households (positions) among them, each living at a building of his.

    Each takes the nearest ones that are left, as many as bounds, orange limit and reach let him.
    """
    buildings = {building.id: building for building in instance.buildings}
    left = list(households)
    added: list[Member] = []
    names = _free_ids(instance)
    most = bounds[1] if bounds[1] > 0 else ENOUGH
    while left:
        home = buildings[instance.households[left[0]].building]
        taken = _nearest(instance, buildings, home, left, most, orange_limit, reach)
        left = [h for h in left if h not in taken]
        senior = any(instance.households[h].risk == "orange" for h in taken)
        fits = bounds[0] <= len(taken) <= bounds[1]
        own = None if fits else (min(bounds[0], len(taken)), most)
        added.append(Member(next(names), home.x, home.y, senior=senior, households=own))
    return added


def _nearest(
    instance: Instance,
    buildings: dict[str, Building],
    home: Building,
    left: Sequence[int],
    most: int,
    orange_limit: int,
    reach: float | None,
) -> set[int]:
    """Which of the households a member at `home` takes."""

    def distance_m(h: int) -> float:
        building = buildings[instance.households[h].building]
        return math.hypot(building.x - home.x, building.y - home.y)

    taken: set[int] = set()
    orange = 0
    for h in sorted(left, key=distance_m):
        building = buildings[instance.households[h].building]
        is_orange = instance.households[h].risk == "orange"
        one_way = walk_minutes(instance.rules, building.x - home.x, building.y - home.y) / 2
        if len(taken) == most or (reach is not None and one_way > reach) or (is_orange and orange == orange_limit):
            continue
        taken.add(h)
        orange += is_orange
    return taken


def _free_ids(instance: Instance) -> Iterator[str]:
    used = {member.id for member in instance.members}
    number = 0
    while True:
        number += 1
        if f"new-{number}" not in used:
            yield f"new-{number}"

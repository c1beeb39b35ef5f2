"""Who may take which household, as bit masks over the members, so that sets of a county are recounted in seconds."""

from __future__ import annotations

from collections.abc import Iterator

from planner.checks.facts import Facts, walk_minutes
from planner.instance import Building, Household


class Takers:
    """Masks of the permitted members; bit i stands for the i-th member of the instance."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.ids = tuple(member.id for member in facts.instance.members)
        self.bit = {member: 1 << i for i, member in enumerate(self.ids)}
        self._senior = self.mask_of(member.id for member in facts.instance.members if member.senior)
        self._avoided: dict[str, int] = {}
        for member, household in facts.avoids:
            self._avoided[household] = self._avoided.get(household, 0) | self.bit[member]
        self._by_building: dict[str, int] = {}

    def mask_of(self, members: Iterator[str]) -> int:
        """The mask of these members."""
        mask = 0
        for member in members:
            mask |= self.bit[member]
        return mask

    def members(self, mask: int) -> Iterator[str]:
        """The members of a mask, in the order of the instance."""
        for i in bits(mask):
            yield self.ids[i]

    def of(self, household: Household) -> int:
        """Permitted: not avoided, orange to seniors, within reach and areas; a pinned household only to its pin."""
        mask = self._reaching(household.building) & ~self._avoided.get(household.id, 0)
        if household.risk == "orange":
            mask &= self._senior
        pins = self.facts.pins.get(household.id, ())
        if pins:
            mask &= self.bit[pins[0]] if len(pins) == 1 else 0
        return mask

    def _reaching(self, building: str) -> int:
        if building not in self._by_building:
            self._by_building[building] = self._within_reach_and_area(self.facts.buildings[building])
        return self._by_building[building]

    def _within_reach_and_area(self, building: Building) -> int:
        """t/2 ≤ reach_minutes, and the building's area among the member's (null: all areas)."""
        reach = self.facts.instance.rules.reach_minutes
        mask = 0
        for i, member in enumerate(self.facts.instance.members):
            within = member.areas is None or building.area in member.areas
            if within and (reach is None or walk_minutes(self.facts, member, building) / 2 <= reach):
                mask |= 1 << i
        return mask


def bits(mask: int) -> Iterator[int]:
    """The positions of the ones, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest

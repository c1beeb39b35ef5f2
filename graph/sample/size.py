"""How much of everything a made-up county has: the numbers of the report on the programme, scaled."""

from __future__ import annotations

from dataclasses import dataclass

SEED_HOUSEHOLDS = 15_666
SEED_MEMBERS = 1_324
SEED_MICRO_GRIDS = 1_326
LEAST_RATIO_CONFINED, MOST_RATIO_CONFINED = 7.0, 13.3  # households a member between which areas leave room for a plan


@dataclass(frozen=True, slots=True)
class Size:
    """Households and serving members of a county, and whether it is a dense town without villages."""

    households: int = SEED_HOUSEHOLDS
    members: int = SEED_MEMBERS
    dense: bool = False

    @property
    def scale(self) -> float:
        """Households as a multiple of the report's."""
        return self.households / SEED_HOUSEHOLDS

    @property
    def spread(self) -> float:
        """As `scale`, but small counties keep more parts than their share, so that they still have structure."""
        return self.scale if self.scale >= 1 else self.scale**0.6

    @property
    def ratio(self) -> float:
        """Households a member."""
        return self.households / self.members

    @property
    def confined(self) -> bool:
        """Whether members serve only some areas: there must be villages, and room for it."""
        return not self.dense and self.townships > 0 and LEAST_RATIO_CONFINED <= self.ratio <= MOST_RATIO_CONFINED

    @property
    def micro_grids(self) -> int:
        return self.scaled(SEED_MICRO_GRIDS, least=1)

    @property
    def quarters(self) -> int:
        """Large grids of the town."""
        return max(1, round(5 * self.spread))

    @property
    def townships(self) -> int:
        """Large grids of villages."""
        return 0 if self.dense or self.households < 300 else round(7 * self.spread)

    def scaled(self, count: int, *, least: int = 0) -> int:
        """A number of the report at this county's size."""
        return max(least, round(count * self.scale))

    def scaled_by_members(self, count: int) -> int:
        """A number that goes with the members rather than with the households."""
        return round(count * self.members / SEED_MEMBERS)

    def bounds(self) -> tuple[int, int] | None:
        """Bounds that every member needs when 5 to 15 households each cannot work out; None where they can."""
        least, most = self.households // self.members, -(-self.households // self.members)
        return None if least >= 5 and most <= 15 else (min(5, least), max(15, most + 2))

"""The planning problem as data: what a lianhu-instance/1 file says, read with every fault by JSON path."""

from __future__ import annotations

from dataclasses import dataclass

from graph.rules import Rules

FORMAT = "lianhu-instance/1"
KINDS = ("knows", "household_prefers", "member_prefers", "avoids", "pin")


@dataclass(frozen=True, slots=True)
class Member:
    """Who looks after households. `x`, `y` in metres; `areas` None: everywhere; `households`: bounds of his own."""

    id: str
    x: float
    y: float
    senior: bool = False
    share: float = 1.0
    areas: frozenset[str] | None = None
    households: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Building:
    """Where households live. A building without an area fits only members without areas."""

    id: str
    x: float
    y: float
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """A household; `current` is who serves it today, perhaps somebody who is no longer among the members."""

    id: str
    building: str
    risk: str
    priority: bool = False
    current: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A tie or wish between a member and a household; `kind` is one of KINDS."""

    member: str
    household: str
    kind: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole planning problem. `sha256` is of the file's JSON bytes, uncompressed; ids are unique in their list."""

    name: str
    rules: Rules
    members: tuple[Member, ...]
    buildings: tuple[Building, ...]
    households: tuple[Household, ...]
    pairs: tuple[Pair, ...]
    sha256: str = ""
    warnings: tuple[str, ...] = ()

    def bounds(self, member: Member) -> tuple[int, int]:
        """Fewest and most households of this member: his own bounds, else the rules'."""
        return self.rules.households_per_member if member.households is None else member.households

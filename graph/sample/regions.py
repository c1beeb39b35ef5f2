"""How households and members are shared out among the large grids, three of which are filled to the brim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from numpy.random import Generator

from graph.sample.draws import apportion
from graph.sample.size import Size

TOWN_SHARE = 0.74
TIGHT_CASELOAD = 14.775  # 98.5 % of 15 places
MOST_CASELOAD = 13.3  # a region that is not tight keeps this much room


@dataclass(frozen=True, slots=True)
class Region:
    """A large grid. `hamlets`: households of each remote hamlet; `tight`: hardly a place left over."""

    kind: Literal["quarter", "township"]
    households: int
    members: int
    tight: bool = False
    hamlets: tuple[int, ...] = ()

    @property
    def settled(self) -> int:
        """Households that do not live in a hamlet."""
        return self.households - sum(self.hamlets)


def plan_regions(size: Size, rng: Generator, *, hard: bool) -> list[Region]:
    """The county's regions: households and members add up exactly. A hard county has twice as many hamlets."""
    regions = _shared_households(size, rng)
    if size.confined:
        regions = _with_tight(regions)
    regions = _with_members(regions, size, rng)
    return _with_hamlets(regions, round(8 * size.spread) * (2 if hard else 1), rng)


def _shared_households(size: Size, rng: Generator) -> list[Region]:
    town = size.households if not size.townships else round(TOWN_SHARE * size.households)
    quarters = apportion(town, rng.uniform(0.85, 1.15, size.quarters).tolist())
    townships = apportion(size.households - town, rng.uniform(0.8, 1.2, size.townships).tolist())
    return [Region("quarter", households, 0) for households in quarters] + [
        Region("township", households, 0) for households in townships
    ]


def _with_tight(regions: list[Region]) -> list[Region]:
    """One quarter and two townships (fewer in a small county) get members for 98.5 % of their places."""
    quarters = sum(region.kind == "quarter" for region in regions)
    townships = len(regions) - quarters
    chosen = ([quarters - 1] if quarters >= 3 else []) + [quarters + 1, quarters + 3][: townships // 2]
    result = list(regions)
    for i in chosen:
        members = round(regions[i].households / TIGHT_CASELOAD)
        households = int(TIGHT_CASELOAD * members)
        if members >= 3:
            result[i] = replace(regions[i], households=households, members=members, tight=True)
    left_over = sum(region.households for region in regions) - sum(region.households for region in result)
    result[0] = replace(result[0], households=result[0].households + left_over)
    return result


def _with_members(regions: list[Region], size: Size, rng: Generator) -> list[Region]:
    """Members live where it suits them: some regions have many, some few, none too few for a plan."""
    open_ones = [i for i, region in enumerate(regions) if not region.tight]
    spare = size.members - sum(region.members for region in regions)
    weights = [regions[i].households * float(rng.uniform(0.85, 1.2)) for i in open_ones]
    shares = apportion(spare, weights)
    if size.confined:
        _make_room(shares, [regions[i].households for i in open_ones])
    result = list(regions)
    for i, members in zip(open_ones, shares, strict=True):
        result[i] = replace(regions[i], members=members)
    return result


def _make_room(members: list[int], households: list[int]) -> None:
    """Move members, one at a time, to where a member would have the most households."""
    for _ in range(sum(members)):
        caseloads = [h / m if m else float("inf") for h, m in zip(households, members, strict=True)]
        full, empty = caseloads.index(max(caseloads)), caseloads.index(min(caseloads))
        if caseloads[full] <= MOST_CASELOAD:
            return
        members[full] += 1
        members[empty] -= 1


def _with_hamlets(regions: list[Region], count: int, rng: Generator) -> list[Region]:
    """Hamlets of two to four households, far out in townships that have room."""
    hosts = [i for i, region in enumerate(regions) if region.kind == "township" and not region.tight]
    result = list(regions)
    for k in range(count if hosts else 0):
        i = hosts[k % len(hosts)]
        if result[i].settled > 60:
            result[i] = replace(result[i], hamlets=(*result[i].hamlets, int(rng.integers(2, 5))))
    return result

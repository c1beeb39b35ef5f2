"""The second hierarchy: work committees, communities, property companies, owners' committees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.sample.grids import GridTree
from graph.sample.names import DEPARTMENTS
from graph.sample.rows import Department, Organisation
from graph.sample.size import Size
from graph.sample.terrain import Land

DEPARTMENTS_PER_COUNTY = len(DEPARTMENTS)
WITH_OWNERS = ("estates", "mixed")


@dataclass(frozen=True, slots=True)
class Bodies:
    """All organisations; by region its work committee's id, by place its community's and its company's ("" = none)."""

    organisations: tuple[Organisation, ...]
    top: str
    committees: tuple[str, ...]
    communities: tuple[str, ...]
    companies: tuple[str, ...]


def organise(land: Land, tree: GridTree, county: str, fresh: Iterator[str]) -> Bodies:
    """A committee over all, one a large grid; a community governs a medium grid; companies manage the estates."""
    rows = [Organisation("O001", f"{county}包楼联户工作委员会", "work_committee", "", "")]

    def add(name: str, kind: str, grid: str, parent: str) -> str:
        rows.append(Organisation(f"O{len(rows) + 1:03d}", name, kind, grid, parent))
        return rows[-1].id

    grid_names = {grid.id: grid.name for grid in tree.grids}
    committees = tuple(add(f"{grid_names[g]}党工委", "work_committee", g, "O001") for g in tree.large_ids)
    communities = tuple(
        add(f"{grid_names[g]}党组织", "community", g, committees[place.region])
        for g, place in zip(tree.medium_ids, land.places, strict=True)
    )
    companies: list[str] = []
    for place, community in zip(land.places, communities, strict=True):
        if place.character in WITH_OWNERS:
            name = next(fresh)
            companies.append(add(f"{name}物业公司", "property_company", "", community))
            add(f"{name}业主委员会", "owners_committee", "", community)
        else:
            companies.append("")
    return Bodies(tuple(rows), "O001", committees, communities, tuple(companies))


def departments_of(size: Size) -> list[Department]:
    """The departments that the members work in: fewer in a small county."""
    count = min(DEPARTMENTS_PER_COUNTY, max(3, round(DEPARTMENTS_PER_COUNTY * size.spread)))
    return [Department(f"D{i + 1:02d}", name) for i, name in enumerate(DEPARTMENTS[:count])]

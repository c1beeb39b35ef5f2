"""The names that a report shows, read from the graph and masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.report.masking import masked_name
from api.report.view import Names
from graph.database import Database
from graph.queries import query

COMMUNITY_LEVEL = "medium"  # a community governs a medium grid
COARSER_FIRST = ("large", "small")  # what stands in for it where a county has no medium grids


def names_from_graph(db: Database) -> Names:
    """Names of the county, its communities, buildings and doors, and the masked names of its members."""
    grids = {row["grid"]: row for row in db.read(query("report/grids"))}
    homes = db.read(query("report/households"))
    level_of: dict[str, str] = {grid: row["level"] for grid, row in grids.items()}
    community_of = {row["household"]: community_in(row["path"], level_of) for row in homes}
    county = db.read(query("report/county"))
    return Names(
        county=(county[0]["name"] or "") if county else "",
        community_of=community_of,
        communities={grid: grids[grid]["name"] or grid for grid in set(community_of.values()) if grid},
        buildings={row["building"]: row["name"] or row["building"] for row in db.read(query("report/buildings"))},
        doors={row["household"]: row["door"] or "" for row in homes},
        members={row["member"]: masked_name(row["name"]) for row in db.read(query("report/members"))},
    )


def community_in(path: Sequence[str], level_of: Mapping[str, str]) -> str:
    """The medium grid of a path from the county down; else the nearest thing to one; "" for the county alone."""
    for level in (COMMUNITY_LEVEL, *COARSER_FIRST):
        for grid in path:
            if level_of.get(grid) == level:
                return grid
    return ""

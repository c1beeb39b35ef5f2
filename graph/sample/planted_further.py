"""Gaps that later questions look for, by the same definitions."""

from __future__ import annotations

from collections import Counter

from graph.sample.planted import Rows, active_ids, in_order
from graph.sample.rows import County

WATCHERS = 2


def further_gaps(county: County) -> dict[str, Rows]:
    """Rows by cause: what households say of themselves, what no team and no centre household covers, lone elders."""
    centred = {post.of for post in county.posts if post.kind == "centre_household" and post.member}
    gaps: dict[str, Rows] = {
        "profile_missing": [{"household": h.id} for h in county.households if not h.profile],
        "record_missing": [{"household": h.id} for h in county.households if not h.contact_record],
        "no_centre_household": [{"building": b.id} for b in county.buildings if b.id not in centred],
        "no_team_covers": [{"grid": grid} for grid in _uncovered(county)],
        "lone_elder_unwatched": [{"household": household} for household in _unwatched(county)],
    }
    return {cause: in_order(rows) for cause, rows in gaps.items()}


def _uncovered(county: County) -> list[str]:
    """Micro-grids that no team covers, itself or through a grid above."""
    covered = {grid for team in county.teams for grid in team.grids}
    for grid in county.grids:  # parents stand before their children
        if grid.parent in covered:
            covered.add(grid.id)
    return [grid.id for grid in county.grids if grid.level == "micro" and grid.id not in covered]


def _unwatched(county: County) -> list[str]:
    active = active_ids(county)
    watchers = Counter(tie.household for tie in county.ties if tie.kind == "paired" and tie.member in active)
    elders = {person.household for person in county.persons if "lone_elder" in person.needs}
    return [household for household in elders if watchers[household] < WATCHERS]

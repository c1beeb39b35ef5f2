"""What households say of themselves, and what no venue, team, centre household or watcher covers."""

from __future__ import annotations

from collections import Counter

from graph.gap_rules import default_gap_rules
from graph.geo import project
from graph.pairs import walk_minutes
from graph.rules import Rules
from graph.sample.planted import Rows, active_ids, in_order
from graph.sample.rows import County
from graph.sample.write_instance import building_degrees, origin_of


def further_gaps(county: County, rules: Rules) -> dict[str, Rows]:
    """Rows by cause, as planted_gaps gives them."""
    centred = {post.of for post in county.posts if post.kind == "centre_household" and post.member}
    gaps: dict[str, Rows] = {
        "profile_missing": [{"household": h.id} for h in county.households if not h.profile],
        "record_missing": [{"household": h.id} for h in county.households if not h.contact_record],
        "no_centre_household": [{"building": b.id} for b in county.buildings if b.id not in centred],
        "no_venue_in_reach": [{"household": household} for household in _far_from_venues(county, rules)],
        "no_team_covers": [{"grid": grid} for grid in _uncovered(county)],
        "lone_elder_unwatched": [{"household": household} for household in _unwatched(county)],
    }
    return {cause: in_order(rows) for cause, rows in gaps.items()}


def _far_from_venues(county: County, rules: Rules) -> list[str]:
    """Households farther on foot, one way, than the rules' minutes from every venue."""
    origin, most = origin_of(county), default_gap_rules().venue_reach_minutes
    venues = [project(venue.lon, venue.lat, origin) for venue in county.venues]
    far: set[str] = set()
    for building, point in building_degrees(county).items():
        x, y = project(*point, origin)
        if all(walk_minutes(rules, x - venue_x, y - venue_y) / 2 > most for venue_x, venue_y in venues):
            far.add(building)
    return [household.id for household in county.households if household.building in far]


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
    return [household for household in elders if watchers[household] < default_gap_rules().watchers]

"""A whole county from its size and a seed, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.rules import Rules
from graph.sample.appeals import appeals_of
from graph.sample.calendar import AS_OF
from graph.sample.draws import stream
from graph.sample.geography import buildings_of
from graph.sample.households import households_of, persons_of
from graph.sample.links import links_of
from graph.sample.members import members_of
from graph.sample.names import COUNTY, PLACE_FIRST, TOWN_LAST, VILLAGE_LAST, distinct
from graph.sample.organisations import departments_of, organise
from graph.sample.outreach import teams_of, venues_of
from graph.sample.posts import posts_of
from graph.sample.rows import County
from graph.sample.scenes import Scenes
from graph.sample.size import Size
from graph.sample.sketch import Sketch, sketch
from graph.sample.ties import People, ties_of
from graph.sample.visits import visits_of

ABOUT = (("county", COUNTY), ("as_of", AS_OF.isoformat()), ("frozen", "yes"), ("datum", "CGCS2000"))


@dataclass(frozen=True, slots=True)
class Made:
    """A county's rows, and the sketch that they were written down from."""

    county: County
    sketch: Sketch


def make_county(size: Size, seed: int, rules: Rules) -> Made:
    """Every row of the county's workbook. The same size, seed and rules give the same rows."""
    drawn = sketch(size, seed, rules)
    land, plots, tree, doors = drawn.land, drawn.plots, drawn.tree, drawn.doors
    town, village = _fresh_names(seed)
    bodies = organise(land, tree, COUNTY, town)
    buildings = buildings_of(land, plots, tree, (town, village), bodies.companies, stream(seed, "buildings"))
    households = households_of(plots, doors, buildings, tree, stream(seed, "households"))
    persons = persons_of(doors, households, stream(seed, "persons"))
    departments = departments_of(size)
    members = members_of(drawn.cadres, plots, buildings, departments, bodies.communities, tree, stream(seed, "cadres"))
    venues = venues_of(drawn, town, stream(seed, "venues"))
    people = People(doors, households, persons, drawn.cadres, members, drawn.served_by)
    in_charge = {department.name: department.id for department in departments}
    scenes = Scenes(drawn, bodies, buildings, households, members, venues, in_charge)
    appeals, steps = appeals_of(scenes, size.scale, stream(seed, "appeals"))
    county = County(
        about=ABOUT,
        grids=tree.grids,
        organisations=bodies.organisations,
        buildings=tuple(buildings),
        households=tuple(households),
        persons=tuple(persons),
        departments=tuple(departments),
        members=tuple(members),
        posts=tuple(posts_of(drawn, bodies, buildings, members, stream(seed, "posts"))),
        teams=tuple(teams_of(drawn, members, stream(seed, "teams"))),
        venues=tuple(venues),
        links=tuple(links_of(drawn, members, households, stream(seed, "links"))),
        ties=tuple(ties_of(people, size.scale, stream(seed, "ties"))),
        visits=tuple(visits_of(drawn, members, households, rules, stream(seed, "visits"))),
        appeals=tuple(appeals),
        steps=tuple(steps),
    )
    return Made(county, drawn)


def _fresh_names(seed: int) -> tuple[Iterator[str], Iterator[str]]:
    """New names of the town and of villages."""
    rng = stream(seed, "names")
    return distinct(rng, PLACE_FIRST, TOWN_LAST), distinct(rng, PLACE_FIRST, VILLAGE_LAST)

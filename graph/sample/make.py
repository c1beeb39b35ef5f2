"""A whole county from its size and a seed, step by step."""

from __future__ import annotations

from graph.rules import Rules
from graph.sample.calendar import AS_OF
from graph.sample.draws import stream
from graph.sample.geography import buildings_of
from graph.sample.households import households_of, persons_of
from graph.sample.links import links_of
from graph.sample.members import members_of
from graph.sample.names import COUNTY, PLACE_FIRST, TOWN_LAST, VILLAGE_LAST, distinct
from graph.sample.organisations import departments_of, organise
from graph.sample.rows import County
from graph.sample.size import Size
from graph.sample.sketch import sketch
from graph.sample.ties import People, ties_of


def make_county(size: Size, seed: int, rules: Rules) -> County:
    """Every row of the county's workbook. The same size, seed and rules give the same rows."""
    s = sketch(size, seed, rules)
    naming = stream(seed, "names")
    town, village = distinct(naming, PLACE_FIRST, TOWN_LAST), distinct(naming, PLACE_FIRST, VILLAGE_LAST)
    bodies = organise(s.land, s.tree, COUNTY, town)
    buildings = buildings_of(s.land, s.plots, s.tree, (town, village), bodies.companies, stream(seed, "buildings"))
    households = households_of(s.plots, s.doors, buildings, s.tree, stream(seed, "households"))
    persons = persons_of(s.doors, households, stream(seed, "persons"))
    departments = departments_of(size)
    members = members_of(s.cadres, s.plots, buildings, departments, bodies.communities, s.tree, stream(seed, "cadres"))
    links = links_of(s, members, households, stream(seed, "links"))
    people = People(s.doors, households, persons, s.cadres, members, s.served_by)
    return County(
        about=(("county", COUNTY), ("as_of", AS_OF.isoformat()), ("frozen", "是"), ("datum", "CGCS2000")),
        grids=s.tree.grids,
        organisations=bodies.organisations,
        buildings=tuple(buildings),
        households=tuple(households),
        persons=tuple(persons),
        departments=tuple(departments),
        members=tuple(members),
        posts=(),
        teams=(),
        venues=(),
        links=tuple(links),
        ties=tuple(ties_of(people, size.scale, stream(seed, "ties"))),
        visits=(),
        appeals=(),
        steps=(),
    )

"""The county is no uniform scatter: a town, villages along a road, members where it suits them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import pytest

from graph.rules import default_rules
from graph.sample.caseloads import NOBODY
from graph.sample.make import Made, make_county
from graph.sample.names import COUNTY
from graph.sample.size import Size


@pytest.fixture(scope="module")
def made() -> Made:
    """The default county."""
    return make_county(Size(), 1, default_rules())


def test_three_quarters_live_in_the_town(made: Made) -> None:
    """74 % of the households on a few square kilometres, the rest in townships kilometres away."""
    land, plots = made.sketch.land, made.sketch.plots
    town = [p for p in plots if land.regions[land.places[p.place].region].kind == "quarter"]
    rest = [p for p in plots if land.regions[land.places[p.place].region].kind == "township"]
    assert 0.7 < sum(p.households for p in town) / 15666 < 0.78
    assert max(math.hypot(p.x, p.y) for p in town) < 2500
    assert min(math.hypot(p.x, p.y) for p in rest) > 2000
    assert max(math.hypot(p.x, p.y) for p in rest) > 7000


def test_a_road_separates_the_sides_of_a_village(made: Made) -> None:
    """Houses of the two sides stand at least 76 m apart across the road; hardly a micro-grid lies on both sides."""
    land, plots = made.sketch.land, made.sketch.plots
    sides: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for plot in plots:
        if plot.style == "group":
            sides[plot.unit].append((plot.x, plot.y))
    starts = {index: min(p.unit for p in plots if p.place == index) for index in {p.place for p in plots}}
    gaps: list[float] = []
    for place, first in starts.items():
        if land.places[place].character == "villages":
            villages = max(1, round(land.places[place].households / 46))
            gaps += [
                min(math.dist(a, b) for a in sides[unit] for b in sides[unit + 1])
                for unit in range(first, first + 2 * villages, 2)
            ]
    assert len(gaps) > 40
    assert min(gaps) >= 76
    units_of_micro: dict[int, set[int]] = defaultdict(set)
    for household, plot in enumerate(made.sketch.doors.plot):
        if plots[plot].style == "group":
            units_of_micro[made.sketch.tree.micro_of_household[household]].add(plots[plot].unit)
    mixed = sum(len(units) > 1 for units in units_of_micro.values())
    assert mixed < 0.1 * len(units_of_micro)


def test_members_live_where_it_suits_them(made: Made) -> None:
    """Mostly in the town, none in a hamlet; some who serve a township live in the town."""
    land, plots = made.sketch.land, made.sketch.plots
    active = [cadre for cadre in made.sketch.cadres if cadre.status == "active"]
    lives = [land.regions[land.places[plots[cadre.plot].place].region].kind for cadre in active]
    assert sum(kind == "quarter" for kind in lives) > 0.7 * len(active)
    assert all(plots[cadre.plot].style != "hamlet" for cadre in active)
    commuters = [
        kind
        for cadre, kind in zip(active, lives, strict=True)
        if kind == "quarter" and land.regions[cadre.region].kind == "township"
    ]
    assert len(commuters) > 10
    assert 0.2 <= sum(cadre.senior for cadre in active) / len(active) <= 0.25


def test_classes_have_realistic_shares(made: Made) -> None:
    """About 70 % green, 18 % blue, 9 % yellow, 3 % orange."""
    counts = Counter(household.risk for household in made.county.households)
    shares = {risk: count / 15666 for risk, count in counts.items()}
    assert shares == pytest.approx({"green": 0.70, "blue": 0.18, "yellow": 0.09, "orange": 0.03}, abs=0.02)


def test_pins_can_be_kept(made: Made) -> None:
    """Each pin that counts is of an active member who may serve the household; no household has two."""
    members = {member.id: member for member in made.county.members}
    risk = {household.id: household.risk for household in made.county.households}
    pins = [t for t in made.county.ties if t.kind == "pin" and t.status != "declined"]
    avoided = {(t.member, t.household) for t in made.county.ties if t.kind == "avoids"}
    assert len(pins) == len({pin.household for pin in pins}) == 45
    assert all(members[pin.member].status == "active" for pin in pins)
    assert all(members[pin.member].senior for pin in pins if risk[pin.household] == "orange")
    assert not {(pin.member, pin.household) for pin in pins} & avoided


def test_every_kind_of_tie_and_status_is_there(made: Made) -> None:
    """Acquaintance, wishes of either side, avoidance, pins, pairings; open, accepted, declined and empty."""
    assert {tie.kind for tie in made.county.ties} == {
        "knows",
        "household_prefers",
        "member_prefers",
        "avoids",
        "pin",
        "paired",
    }
    assert {tie.status for tie in made.county.ties} == {"", "open", "accepted", "declined"}


def test_today_has_grown(made: Made) -> None:
    """Somebody with none, somebody far above 15, households of nobody, of those gone and of those on leave."""
    active = Counter({m.id: 0 for m in made.county.members if m.status == "active"})
    active.update(link.member for link in made.county.links if link.member in active)
    assert min(active.values()) <= 1
    assert max(active.values()) >= 20
    assert (made.sketch.served_by == NOBODY).sum() > 100
    statuses = Counter(member.status for member in made.county.members)
    assert statuses == {"active": 1324, "left": 26, "leave": 14}


def test_phones_and_the_county_are_fictitious(made: Made) -> None:
    """Numbers count up from 19900000001; names and ids are unique where they must be."""
    phones = [row.phone for row in (*made.county.members, *made.county.households)]
    assert all(phone.startswith("19900") and len(phone) == 11 for phone in phones)
    assert len(set(phones)) == len(phones)
    assert dict(made.county.about)["county"] == COUNTY
    actors = [
        row.id
        for table in ("members", "departments", "teams", "venues", "grids", "organisations")
        for row in getattr(made.county, table)
    ]
    assert len(set(actors)) == len(actors)
    assert len({grid.name for grid in made.county.grids}) == len(made.county.grids)


def test_a_dense_county_is_a_town_alone() -> None:
    """No villages, no hamlets, nobody bound to an area; nearly everybody in a building above 15 households."""
    made = make_county(Size(3000, 254, dense=True), 1, default_rules())
    assert {region.kind for region in made.sketch.land.regions} == {"quarter"}
    assert {plot.style for plot in made.sketch.plots} <= {"tower", "walk_up"}
    assert all(member.areas == () for member in made.county.members)
    assert sum(plot.households for plot in made.sketch.plots if plot.households > 15) > 0.8 * 3000

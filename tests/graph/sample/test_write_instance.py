"""The planning problem is what importing the workbook gives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from graph.ingest.place import places_of
from graph.ingest.validate import open_source, read_county
from graph.rules import default_rules
from graph.sample.make import Made, make_county
from graph.sample.size import Size
from graph.sample.write_csv import write_csv
from graph.sample.write_instance import instance_of, micros_below, write_instance
from tests.graph.sample.conftest import OnDisk


@pytest.fixture(scope="module")
def made() -> Made:
    """A county with villages, areas and members of every kind."""
    return make_county(Size(2000, 169), 1, default_rules())


@pytest.fixture(scope="module")
def instance(made: Made) -> dict[str, Any]:
    """Its planning problem."""
    return instance_of(made.county, default_rules())


def test_everybody_stands_where_the_import_puts_him(full: OnDisk) -> None:
    """Metres of buildings and members, those without coordinates included, to the centimetre."""
    places = places_of(read_county(open_source(full.folder / "csv")).county)
    assert {"grid_centre", "given"} == {place.placed for place in places.buildings.values()}
    assert {"home", "lonlat", "community_centre"} == {place.placed for place in places.members.values()}
    for rows, found in ((full.instance["buildings"], places.buildings), (full.instance["members"], places.members)):
        assert all((row["x"], row["y"]) == (found[row["id"]].x, found[row["id"]].y) for row in rows)


def test_lists_are_sorted(instance: dict[str, Any]) -> None:
    """Members, buildings and households by id, pairs by household, member and kind, each once."""
    for table in ("members", "buildings", "households"):
        ids = [row["id"] for row in instance[table]]
        assert ids == sorted(set(ids))
    pairs = [(pair["household"], pair["member"], pair["kind"]) for pair in instance["pairs"]]
    assert pairs == sorted(set(pairs))


def test_ties_that_do_not_count_are_left_out(made: Made, instance: dict[str, Any]) -> None:
    """Declined ones, pairings, and those of members who do not serve; all others are there."""
    active = {member.id for member in made.county.members if member.status == "active"}
    expected = {
        (tie.household, tie.member, tie.kind)
        for tie in made.county.ties
        if tie.member in active and tie.status != "declined" and tie.kind != "paired"
    }
    assert {(pair["household"], pair["member"], pair["kind"]) for pair in instance["pairs"]} == expected
    left_out = {tie.kind for tie in made.county.ties if tie.status == "declined"}
    assert "pin" in left_out
    assert any(tie.member not in active for tie in made.county.ties)


def test_areas_are_all_micro_grids_below(made: Made, instance: dict[str, Any]) -> None:
    """A member bound to large grids has all their micro-grids; one bound to his side of a road has that alone."""
    county = made.county
    by_id = {member.id: member for member in county.members}
    micros = {grid.id for grid in county.grids if grid.level == "micro"}
    for row in instance["members"]:
        assert row["areas"] == sorted(row["areas"])
        assert set(row["areas"]) <= micros
        assert row["areas"] == micros_below(county, by_id[row["id"]].areas)
    bound = [row for row in instance["members"] if set(by_id[row["id"]].areas) <= micros]
    assert bound
    assert all(len(row["areas"]) <= 4 for row in bound)


def test_bounds_and_priority(made: Made, instance: dict[str, Any]) -> None:
    """A missing half of a member's bounds comes from the rules; a person in need makes a priority household."""
    own = {m.id: (m.min_households, m.max_households) for m in made.county.members}
    for row in instance["members"]:
        least, most = own[row["id"]]
        if row["households"] is None:
            assert (least, most) == (None, None)
        else:
            assert row["households"] == [5 if least is None else least, 15 if most is None else most]
    needy = {person.household for person in made.county.persons}
    assert {h["id"] for h in instance["households"] if h["priority"]} == needy
    assert {h.id for h in made.county.households if h.priority} < needy


def test_current_is_who_serves_today_even_when_gone(made: Made, instance: dict[str, Any]) -> None:
    """The link of a member who left keeps his id."""
    linked = {link.household: link.member for link in made.county.links}
    assert {h["id"]: h["current"] for h in instance["households"]} == {
        h["id"]: linked.get(h["id"]) for h in instance["households"]
    }


def test_the_target_is_the_formula_s(made: Made, instance: dict[str, Any]) -> None:
    """T by plain loops over the file: service, and walking from the ten nearest members, by full posts."""
    at = {b["id"]: (b["x"], b["y"]) for b in instance["buildings"]}
    most: dict[str, int] = {}
    service = 0.0
    for h in instance["households"]:
        visits = {"green": 1, "blue": 2, "yellow": 3, "orange": 6}[h["risk"]]
        visits = max(visits, 3) if h["priority"] else visits
        service += visits * (30 if h["risk"] == "orange" else 20)
        most[h["building"]] = max(visits, most.get(h["building"], 0))
    walking = 0.0
    for building, visits in most.items():
        x, y = at[building]
        walks = sorted(
            round(10 * (2 * 1.3 * ((m["x"] - x) ** 2 + (m["y"] - y) ** 2) ** 0.5 / 70)) / 10
            for m in instance["members"]
        )
        walking += visits * sum(walks[:10]) / 10
    target = (service + walking) / sum(m["share"] for m in instance["members"])
    assert instance["rules"] == {"target_minutes": round(target, 1)}


def test_the_file_is_what_the_csv_tables_give(made: Made, tmp_path: Path) -> None:
    """Name, classes and buildings of the file against the import's reading of the CSV files."""
    path = tmp_path / "county.json.gz"
    write_instance(path, instance_of(made.county, default_rules()))
    write_csv(tmp_path / "csv", made.county)
    county = read_county(open_source(tmp_path / "csv")).county
    told = json.loads(gzip.decompress(path.read_bytes()))
    assert (told["format"], told["name"]) == ("lianhu-instance/1", county.about["county"])
    assert [(h["id"], h["building"], h["risk"]) for h in told["households"]] == [
        (row["id"], row["building"], row["risk"]) for row in county.rows("households")
    ]
    assert [(b["id"], b["area"]) for b in told["buildings"]] == [
        (row["id"], row["grid"]) for row in county.rows("buildings")
    ]

"""Where buildings and members stand: given points, centres in place of missing ones, metres about the county's mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.geo import project
from graph.ingest.place import Place, Places, places_of
from tests.graph.ingest.builders import Tables, a_county, a_full_county, read_tables, with_new, with_row


def places(folder: Path, tables: Tables) -> Places:
    """The places of a county read from a workbook."""
    return places_of(read_tables(folder, tables).county)


def point(place: Place) -> tuple[float, float, str]:
    """Degrees, rounded to what a map can show, and how the place came about."""
    return round(place.lon, 6), round(place.lat, 6), place.placed


def test_the_origin_is_the_mean_of_the_given_points(tmp_path: Path) -> None:
    """(117.06 + 117.07) / 2 and (27.70 + 27.71) / 2: a building placed by others does not count."""
    found = places(tmp_path, a_full_county())
    assert found.origin == pytest.approx((117.065, 27.705), abs=1e-12)
    assert (found.buildings["b1"].x, found.buildings["b1"].y) == project(117.06, 27.70, found.origin)


def test_a_building_takes_the_centre_of_its_grids_others(tmp_path: Path) -> None:
    """b3 stands between b2 and b4, which have points; b5 has none either."""
    tables = with_new(a_full_county(), "buildings", id="b4", name="四", lon=117.09, lat=27.73, grid="g2")
    tables = with_new(tables, "buildings", id="b5", name="五", grid="g2")
    found = places(tmp_path, tables)
    assert point(found.buildings["b3"]) == point(found.buildings["b5"]) == (117.08, 27.72, "grid_centre")
    assert found.buildings["b2"].placed == "given"


def test_where_a_member_stands(tmp_path: Path) -> None:
    """m1 at home, m2 at lon/lat, m3 at the centre of the community's buildings b1 and b2, m4 nowhere: the origin."""
    members = places(tmp_path, a_full_county()).members
    assert point(members["m1"]) == (117.06, 27.7, "home")
    assert point(members["m2"]) == (117.08, 27.72, "lonlat")
    assert point(members["m3"]) == (117.065, 27.705, "community_centre")
    assert point(members["m4"]) == (117.065, 27.705, "unknown")
    assert (members["m4"].x, members["m4"].y) == (0.0, 0.0)


def test_home_comes_before_a_point(tmp_path: Path) -> None:
    """A member with both stands at home."""
    tables = with_row(a_county(), "members", lon=118, lat=28)
    assert point(places(tmp_path, tables).members["m1"]) == (117.06, 27.7, "home")


def test_the_communitys_buildings_lie_in_its_grid_or_below(tmp_path: Path) -> None:
    """A community that governs g2 alone, one that governs an empty grid, one that governs none."""
    tables = with_new(a_full_county(), "organisations", id="o4", name="x", kind="community", grid="g2")
    tables = with_new(tables, "grids", id="g3", name="空", level="micro")
    tables = with_new(tables, "organisations", id="o5", name="x", kind="community", grid="g3")
    for number, community in enumerate(("o4", "o5", "o3")):
        tables = with_new(
            tables, "members", id=f"n{number}", name="x", department="d1", status="active", community=community
        )
    members = places(tmp_path, tables).members
    assert point(members["n0"]) == (117.07, 27.71, "community_centre")
    assert [members[member].placed for member in ("n1", "n2")] == ["unknown", "unknown"]


def test_a_home_without_a_point_of_its_own(tmp_path: Path) -> None:
    """The member stands where the building was put."""
    tables = with_row(a_full_county(), "members", home="b3")
    assert point(places(tmp_path, tables).members["m1"]) == (117.07, 27.71, "home")


def test_a_venue_without_a_point_has_no_place(tmp_path: Path) -> None:
    """Nothing says where it is."""
    tables = with_new(a_full_county(), "venues", id="v2", name="线上")
    assert set(places(tmp_path, tables).venues) == {"v1"}

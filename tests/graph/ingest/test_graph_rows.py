"""A county as the rows of the graph: properties, references, and what is worked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ingest.graph_rows import GraphRow, graph_rows
from graph.ingest.graph_tables import GRAPH_TABLES
from graph.ingest.place import places_of
from tests.graph.ingest.builders import Tables, a_full_county, read_tables, with_new, with_row


def rows_of(folder: Path, tables: Tables, table: str) -> dict[str, GraphRow]:
    """The rows of one table by their id."""
    county = read_tables(folder, tables).county
    return {" ".join(key): row for key, row in graph_rows(county, places_of(county))[table].items()}


def test_every_row_has_every_property_and_reference(tmp_path: Path) -> None:
    """So that what the file no longer says is taken away."""
    county = read_tables(tmp_path, a_full_county()).county
    for key, rows in graph_rows(county, places_of(county)).items():
        for row in rows.values():
            assert set(row.properties) == set(GRAPH_TABLES[key].properties)
            assert set(row.references) == set(GRAPH_TABLES[key].references)


def test_grids_know_their_way_and_order(tmp_path: Path) -> None:
    """g1 is the fourth row and lies in S, M, L; a grid without a parent lies in the county."""
    grids = rows_of(tmp_path, a_full_county(), "grids")
    assert grids["g1"].properties["path"] == ["county", "L", "M", "S", "g1"]
    assert grids["g1"].properties["ord"] == 4
    assert grids["L"].references["parent"] == ("county",)


def test_a_household_lies_in_its_own_grid_or_the_buildings(tmp_path: Path) -> None:
    """h2 says g2, though its building b1 lies in g1."""
    households = rows_of(tmp_path, a_full_county(), "households")
    assert [households[h].references["grid"] for h in ("h1", "h2", "h3")] == [("g1",), ("g2",), ("g2",)]


def test_names_of_properties(tmp_path: Path) -> None:
    """Times end in _ms, days in _on; an empty status of a tie is open; lists are lists."""
    tables = a_full_county()
    assert rows_of(tmp_path, tables, "posts")["q1"].properties["since_on"] == "2024-01-01"
    assert rows_of(tmp_path, tables, "visits")["w1"].properties["at_ms"] == 1_743_471_000_000  # 2025-04-01T01:30Z
    assert rows_of(tmp_path, tables, "appeals")["a1"].properties["opened_at_ms"] == 1_743_471_600_000
    assert rows_of(tmp_path, tables, "ties")["m1 h2 avoids"].properties["status"] == "open"
    assert rows_of(tmp_path, tables, "members")["m1"].properties["areas"] == ["M", "g1"]
    assert rows_of(tmp_path, tables, "members")["m4"].properties["areas"] is None


def test_steps_have_an_id_their_actors_and_the_next_step(tmp_path: Path) -> None:
    """Steps follow each other by seq, whatever the order of the rows."""
    tables = with_new(a_full_county(), "steps", appeal="a1", seq=0, kind="collect", at="2025-04-01")
    steps = rows_of(tmp_path, tables, "steps")
    assert steps["a1#2"].references["from"] == ("Member:m1",)
    assert steps["a1#2"].references["to"] == ("Department:d1",)
    assert steps["a1#3"].references["to"] == ("Grid:M",)
    following = {key: row.references["next"] for key, row in steps.items()}
    assert following == {"a1#0": ("a1#1",), "a1#1": ("a1#2",), "a1#2": ("a1#3",), "a1#3": ()}


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        ("centre_household", "Building:same"),
        ("building_head", "Building:same"),
        ("grid_head", "Grid:same"),
        ("commander", "Grid:same"),
        ("other", "Grid:same"),
    ],
)
def test_a_post_of_an_id_that_two_tables_have(tmp_path: Path, kind: str, owner: str) -> None:
    """A building may have the id of a grid: posts of houses mean the building, the others the grid."""
    tables = with_new(a_full_county(), "grids", id="same", name="x", level="large")
    tables = with_new(tables, "buildings", id="same", name="x", lon=117, lat=27, grid="g1")
    tables = with_row(tables, "posts", 0, of="same", kind=kind)
    assert rows_of(tmp_path, tables, "posts")["q1"].references["of"] == (owner,)


def test_a_post_of_an_organisation(tmp_path: Path) -> None:
    """q3 belongs to the work committee, q2 to a building, q1 to a grid."""
    posts = rows_of(tmp_path, a_full_county(), "posts")
    assert [posts[post].references["of"] for post in ("q1", "q2", "q3")] == [
        ("Grid:M",),
        ("Building:b1",),
        ("Organisation:o1",),
    ]

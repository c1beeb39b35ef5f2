"""The graph's planning problem, against cases worked out by hand and the instance that the sample writes by itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from graph.database import Database
from graph.errors import Refused
from graph.rules import shipped_version
from planner.from_graph import instance_from_graph, problem_from_graph
from planner.problem import build_problem
from tests.graph.imported import import_tables, sample_county
from tests.graph.ingest.builders import Rows, Tables, a_county, with_new, with_row
from tests.graph.small_county import change

NAMES = {"L1": "东片", "g1": "微一", "g2": "微二", "g3": "微三"}


def a_divided_county() -> Tables:
    """L1 holds g1 and g2, g3 lies beside it; a building in each.

    m1 lives and serves in g1. m2 lives in g1 and serves in g1 and g2. m3 lives in g3 and serves in g1. m4 lives in g2
    and serves nobody. m5 has left and is still linked to h5. m6 lives and serves in g3. m7 has no home, serves nobody.
    h7 has nobody. h8 stands in g1's building and belongs to g3.
    """
    lives = {"m1": "b1", "m2": "b1", "m3": "b3", "m4": "b2", "m5": "b1", "m6": "b3"}
    grid_of = {"h1": "b1", "h2": "b1", "h3": "b2", "h4": "b1", "h5": "b1", "h6": "b3", "h7": "b1", "h8": "b1"}
    links = {"h1": "m1", "h2": "m2", "h3": "m2", "h4": "m3", "h5": "m5", "h6": "m6"}
    members: Rows = [
        {"id": f"m{n}", "name": f"员{n}", "department": "d1", "status": "active", "home": lives.get(f"m{n}")}
        for n in range(1, 8)
    ]
    members[4]["status"] = "left"
    return {
        "about": [{"key": "county", "value": "分县"}],
        "grids": [
            {"id": "L1", "name": "东片", "level": "large"},
            {"id": "g1", "name": "微一", "level": "micro", "parent": "L1"},
            {"id": "g2", "name": "微二", "level": "micro", "parent": "L1"},
            {"id": "g3", "name": "微三", "level": "micro"},
        ],
        "buildings": [
            {"id": f"b{n}", "name": f"{n}号楼", "lon": 117 + n / 100, "lat": 27.7, "grid": f"g{n}"} for n in (1, 2, 3)
        ],
        "households": [
            {"id": home, "building": building, "risk": "green", "grid": "g3" if home == "h8" else None}
            for home, building in grid_of.items()
        ],
        "departments": [{"id": "d1", "name": "民政局"}],
        "members": members,
        "links": [{"member": member, "household": home} for home, member in links.items()],
        "ties": [
            {"member": "m1", "household": "h1", "kind": "knows"},
            {"member": "m1", "household": "h3", "kind": "household_prefers", "status": "accepted"},
            {"member": "m1", "household": "h4", "kind": "member_prefers", "status": "declined"},
            {"member": "m1", "household": "h7", "kind": "paired"},
            {"member": "m5", "household": "h5", "kind": "pin"},
            {"member": "m3", "household": "h7", "kind": "avoids"},
        ],
    }


def document(db: Database, grid: str | None = None) -> dict[str, Any]:
    """The JSON of the instance."""
    return json.loads(problem_from_graph(db, grid).data)


def ids(rows: list[dict[str, Any]]) -> str:
    """The ids of a list in one text."""
    return " ".join(row["id"] for row in rows)


@pytest.mark.parametrize(
    ("grid", "members", "households", "buildings"),
    [
        (None, "m1 m2 m3 m4 m6 m7", "h1 h2 h3 h4 h5 h6 h7 h8", "b1 b2 b3"),
        ("county", "m1 m2 m3 m4 m6 m7", "h1 h2 h3 h4 h5 h6 h7 h8", "b1 b2 b3"),
        ("L1", "m1 m2 m3 m4", "h1 h2 h3 h4 h5 h7", "b1 b2"),
        ("g1", "m1 m3", "h1 h4 h5 h7", "b1"),  # m2 serves outside too, so that his h2 stays with him
        ("g2", "m4", "", ""),  # h3 stays with m2
        ("g3", "m6", "h6 h8", "b1 b3"),  # h8 stands in b1; m3 lives here and serves in g1
    ],
)
def test_who_belongs_to_a_subtree(
    db: Database, tmp_path: Path, grid: str | None, members: str, households: str, buildings: str
) -> None:
    """Members who serve nobody outside; households that no other active member serves; T is always the county's."""
    import_tables(db, tmp_path, a_divided_county())
    found = document(db, grid)
    assert (ids(found["members"]), ids(found["households"]), ids(found["buildings"])) == (
        members,
        households,
        buildings,
    )
    assert found["rules"] == document(db)["rules"]
    assert found["name"] == ("分县" if grid in (None, "county") else f"分县 {NAMES[grid]}")


def test_ties_of_others_declined_ones_and_pairings_are_left_out(db: Database, tmp_path: Path) -> None:
    """Of six ties three stay; in a subtree those whose both ends are in it."""
    import_tables(db, tmp_path, a_divided_county())
    knows = {"member": "m1", "household": "h1", "kind": "knows"}
    prefers = {"member": "m1", "household": "h3", "kind": "household_prefers"}
    avoids = {"member": "m3", "household": "h7", "kind": "avoids"}
    assert document(db)["pairs"] == [knows, prefers, avoids]
    assert document(db, "g1")["pairs"] == [knows, avoids]


def test_current_keeps_the_id_of_one_who_left(db: Database, tmp_path: Path) -> None:
    """h5 is m5's, who is not among the members; h7 is nobody's."""
    import_tables(db, tmp_path, a_divided_county())
    current = {h["id"]: h["current"] for h in document(db, "g1")["households"]}
    assert current == {"h1": "m1", "h4": "m3", "h5": "m5", "h7": None}


def test_priority_is_the_flag_or_any_persons(db: Database, tmp_path: Path) -> None:
    """h1 by its flag, h2 by one of two persons, h3 not by a person without priority."""
    tables = with_row(a_county(), "households", priority="是")
    for number, (home, priority) in enumerate((("h2", "否"), ("h2", "是"), ("h3", "否"))):
        tables = with_new(tables, "persons", id=f"p{number}", household=home, priority=priority)
    import_tables(db, tmp_path, tables)
    assert [h["priority"] for h in document(db)["households"]] == [True, True, False]


@pytest.mark.parametrize(
    ("least", "most", "bounds"), [(None, None, None), (2, None, [2, 15]), (None, 9, [5, 9]), (0, 0, [0, 0])]
)
def test_a_missing_half_of_the_bounds_is_the_rules(
    db: Database, tmp_path: Path, least: int | None, most: int | None, bounds: list[int] | None
) -> None:
    """Neither half: null, so that other rules may apply to the file."""
    import_tables(db, tmp_path, with_row(a_county(), "members", min_households=least, max_households=most))
    assert document(db)["members"][0]["households"] == bounds


@pytest.mark.parametrize(
    ("areas", "expected"),
    [(None, None), ("L1", ["g1", "g2"]), ("g3;L1", ["g1", "g2", "g3"]), ("g2", ["g2"]), ("L2", ["L2"])],
)
def test_areas_are_all_micro_grids_at_or_below(
    db: Database, tmp_path: Path, areas: str | None, expected: list[str] | None
) -> None:
    """L2 has nothing below it: its name stands for itself, where no building is, since an empty list is a fault."""
    tables = with_new(a_divided_county(), "grids", id="L2", name="空片", level="large")
    import_tables(db, tmp_path, with_row(tables, "members", areas=areas))
    found = problem_from_graph(db)
    assert json.loads(found.data)["members"][0]["areas"] == expected
    if areas == "L2":
        assert not build_problem(found.instance).reachable[0].any()


def test_a_buildings_area_is_its_own_grid_whatever_its_households_say(db: Database, tmp_path: Path) -> None:
    """h8 of g3 stands in b1 of g1."""
    import_tables(db, tmp_path, a_divided_county())
    assert {b["id"]: b["area"] for b in document(db)["buildings"]} == {"b1": "g1", "b2": "g2", "b3": "g3"}


def test_target_is_that_of_the_plan_in_force_else_computed(db: Database, tmp_path: Path) -> None:
    """a_county(): 3 green households of 20 minutes, one trip to the member's own building: T = 60."""
    import_tables(db, tmp_path, a_county())
    assert document(db)["rules"] == {"target_minutes": 60.0}
    change(db, "County", "county", target_minutes=71.5)
    assert document(db)["rules"] == {"target_minutes": 71.5}


def test_it_equals_the_instance_that_the_sample_writes(db: Database, tmp_path: Path) -> None:
    """The sample's county.json.gz is made without a graph: both are the same bytes."""
    folder = sample_county(db, tmp_path, households=800, members=68)
    assert json.loads(problem_from_graph(db).data) == json.loads(
        gzip.decompress((folder / "county.json.gz").read_bytes())
    )
    assert problem_from_graph(db).data == gzip.decompress((folder / "county.json.gz").read_bytes())


def test_the_instance_names_the_rules_it_was_made_with(db: Database, tmp_path: Path) -> None:
    """A file alone says "file"; out of the graph the version of the rules is known."""
    import_tables(db, tmp_path, a_county())
    assert instance_from_graph(db).rules.version == shipped_version()


def test_a_county_of_those_who_left_is_refused_in_words(db: Database, tmp_path: Path) -> None:
    """No active member: nothing to plan with."""
    import_tables(db, tmp_path, with_row(a_county(), "members", status="left"))
    with pytest.raises(Refused, match="no active member"):
        instance_from_graph(db)


def test_a_subtree_that_nobody_belongs_to_is_refused_in_words(db: Database, tmp_path: Path) -> None:
    """Everybody who serves in g2 also serves outside once m4 has left."""
    import_tables(db, tmp_path, with_row(a_divided_county(), "members", 3, status="left"))
    with pytest.raises(Refused, match=r"微二 \(g2\).*Plan a larger grid"):
        instance_from_graph(db, "g2")

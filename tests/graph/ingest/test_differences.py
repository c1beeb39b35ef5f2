"""How a file differs from the graph: new, changed, missing rows, and rows that only follow others."""

from __future__ import annotations

from pathlib import Path

from graph.ingest.differences import Difference, differences
from graph.ingest.graph_rows import GraphRow, Key, graph_rows
from graph.ingest.place import places_of
from tests.graph.ingest.builders import Tables, a_full_county, read_tables, with_new, with_row, without

State = dict[str, dict[Key, GraphRow]]


def state_of(folder: Path, tables: Tables) -> State:
    """The graph after this county was imported into an empty one."""
    county = read_tables(folder, tables).county
    return graph_rows(county, places_of(county))


def compare(folder: Path, tables: Tables, state: State) -> dict[str, Difference]:
    """The differences of a county to a state."""
    county = read_tables(folder, tables).county
    places = places_of(county)
    return differences(graph_rows(county, places), state, given=county.given, origin=places.origin)


def ids(rows: tuple[GraphRow, ...]) -> list[str]:
    """Their keys as text."""
    return [" ".join(row.key) for row in rows]


def test_the_same_county_differs_in_nothing(tmp_path: Path) -> None:
    """No row is new, changed, stale or missing."""
    state = state_of(tmp_path, a_full_county())
    found = compare(tmp_path, a_full_county(), state)
    assert all(not (d.new or d.changed or d.stale or d.missing) for d in found.values())
    assert found["households"].unchanged == 3


def test_an_empty_graph_has_everything_new(tmp_path: Path) -> None:
    """The first import."""
    found = compare(tmp_path, a_full_county(), {key: {} for key in state_of(tmp_path, a_full_county())})
    assert ids(found["members"].new) == ["m1", "m2", "m3", "m4"]
    assert ids(found["ties"].new) == ["m1 h1 knows", "m1 h2 avoids"]


def test_a_changed_cell_changes_its_row_alone(tmp_path: Path) -> None:
    """A property, a reference, a value that is gone."""
    state = state_of(tmp_path, a_full_county())
    tables = with_row(a_full_county(), "households", 0, risk="blue")
    tables = with_row(tables, "households", 2, building="b2")
    tables = with_row(tables, "members", 0, phone=None)
    found = compare(tmp_path, tables, state)
    assert ids(found["households"].changed) == ["h1", "h3"]
    assert ids(found["members"].changed) == ["m1"]
    assert not any(d.changed or d.stale for key, d in found.items() if key not in ("households", "members"))


def test_another_origin_moves_rows_without_changing_them(tmp_path: Path) -> None:
    """A new building far away moves the county's mean: every metre is written anew, no other row is told as changed."""
    state = state_of(tmp_path, a_full_county())
    tables = with_new(a_full_county(), "buildings", id="b9", name="远", lon=117.3, lat=27.9, grid="g1")
    found = compare(tmp_path, tables, state)
    assert ids(found["buildings"].new) == ["b9"]
    assert ids(found["buildings"].stale) == ["b1", "b2", "b3"]
    assert ids(found["venues"].stale) == ["v1"]
    assert not any(d.changed for d in found.values())


def test_a_building_placed_by_others_moves_with_them(tmp_path: Path) -> None:
    """b3 has no point of its own: when b2 moves, b2 is changed and b3 follows."""
    state = state_of(tmp_path, a_full_county())
    found = compare(tmp_path, with_row(a_full_county(), "buildings", 1, lon=117.075), state)
    assert ids(found["buildings"].changed) == ["b2"]
    assert "b3" in ids(found["buildings"].stale)


def test_a_moved_grid_takes_those_below_along(tmp_path: Path) -> None:
    """S moves from M to L: S is changed, g1 below it follows."""
    state = state_of(tmp_path, a_full_county())
    found = compare(tmp_path, with_row(a_full_county(), "grids", 2, parent="L"), state)
    assert ids(found["grids"].changed) == ["S"]
    assert ids(found["grids"].stale) == ["g1"]
    assert found["grids"].stale[0].properties["path"] == ["county", "L", "S", "g1"]


def test_missing_rows_are_listed(tmp_path: Path) -> None:
    """What happened is listed too, whatever becomes of it."""
    state = state_of(tmp_path, a_full_county())
    tables = without(without(a_full_county(), "ties", 0), "visits", 0)
    found = compare(tmp_path, tables, state)
    assert ids(found["ties"].missing) == ["m1 h1 knows"]
    assert ids(found["visits"].missing) == ["w1"]


def test_a_sheet_that_is_not_there_misses_nothing(tmp_path: Path) -> None:
    """A file without visits says nothing about visits; one with an empty sheet says that there are none."""
    state = state_of(tmp_path, a_full_county())
    tables = a_full_county()
    del tables["visits"]
    assert compare(tmp_path, tables, state)["visits"].missing == ()
    assert len(compare(tmp_path, tables | {"visits": []}, state)["visits"].missing) == 1


def test_rows_that_are_closed_already_are_not_missed_again(tmp_path: Path) -> None:
    """A member who has left, a household that was closed."""
    state = state_of(tmp_path, a_full_county())
    closed = state["households"][("h3",)]
    closed.properties["closed_on"] = "2025-06-30"
    tables = without(without(a_full_county(), "members", 2), "households", 2)
    tables = without(with_row(tables, "posts", 2, member=None), "links", 1)
    found = compare(tmp_path, tables, state)
    assert found["members"].missing == ()  # m3 has left
    assert found["households"].missing == ()


def test_rows_that_only_the_graph_has_follow_the_file(tmp_path: Path) -> None:
    """A kept grid below one that moved, a kept building about a new origin, a kept step between the file's."""
    more = with_new(a_full_county(), "grids", id="g9", name="旧", level="micro", parent="S")
    more = with_new(more, "buildings", id="b9", name="旧", lon=117.2, lat=27.8, grid="g9")
    state = state_of(tmp_path, more)
    tables = with_row(a_full_county(), "grids", 2, parent="L")
    tables = without(tables, "steps", 1)
    found = compare(tmp_path, tables, state)
    stale = {row.key[0]: row for row in found["grids"].stale}
    assert stale["g9"].properties["path"] == ["county", "L", "S", "g9"]
    assert "b9" in ids(found["buildings"].stale)
    assert ids(found["steps"].missing) == ["a1#2"]
    assert found["steps"].stale == ()  # 1 → 2 → 3 still, with the kept one between


def test_a_step_that_comes_between(tmp_path: Path) -> None:
    """The step before it now leads to it; no old row is told as changed."""
    tables = a_full_county()
    state = state_of(tmp_path, without(tables, "steps", 1))
    found = compare(tmp_path, tables, state)
    assert ids(found["steps"].new) == ["a1#2"]
    assert ids(found["steps"].stale) == ["a1#1"]
    assert found["steps"].stale[0].references["next"] == ("a1#2",)

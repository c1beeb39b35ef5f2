"""The tree of grids: the way from the county down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.ingest.grids import grid_paths, household_grids


def test_paths_of_a_small_tree() -> None:
    """g lies in s, s in l; m directly under the county; the order of the rows means nothing."""
    paths = grid_paths({"g": "s", "m": None, "s": "l", "l": None})
    assert paths == {
        "g": ("county", "l", "s", "g"),
        "m": ("county", "m"),
        "s": ("county", "l", "s"),
        "l": ("county", "l"),
    }


@given(st.lists(st.integers(min_value=-1, max_value=50), max_size=50))
def test_a_path_is_the_parents_path_and_the_grid(parents: list[int]) -> None:
    """Each grid's parent is drawn among those before it, so that there is no ring."""
    tree = {str(i): str(parent) if 0 <= parent < i else None for i, parent in enumerate(parents)}
    paths = grid_paths(tree)
    for grid, parent in tree.items():
        assert paths[grid] == (*(("county",) if parent is None else paths[parent]), grid)


def test_the_household_decides_its_micro_grid() -> None:
    """Its own grid, else the building's."""
    assert household_grids([("h1", "b", None), ("h2", "b", "g2")], {"b": "g1"}) == {"h1": "g1", "h2": "g2"}

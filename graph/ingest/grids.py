"""The tree of grids: the way from the county down to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ROOT_ID = "county"  # the grid at the top, which no row of the file makes


def grid_paths(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """For every grid the ids from the county down to itself. `parents` has no ring; no parent is the county."""
    paths: dict[str, tuple[str, ...]] = {}
    for grid in parents:
        climbed: list[str] = []
        at: str | None = grid
        while at is not None and at not in paths:
            climbed.append(at)
            at = parents[at]
        above = (ROOT_ID,) if at is None else paths[at]
        for below in reversed(climbed):
            above = paths[below] = (*above, below)
    return paths


def household_grids(households: Iterable[tuple[str, str, str | None]], buildings: Mapping[str, str]) -> dict[str, str]:
    """The micro-grid of each household, given as (id, building, own grid): its own, else its building's."""
    return {household: grid or buildings[building] for household, building, grid in households}

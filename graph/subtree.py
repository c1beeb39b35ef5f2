"""A grid and all below it: what `--grid` means, and the error when there is none of that id."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Refused
from graph.queries import query

ROOT = "county"
MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Subtree:
    """The grid at its root; `path` are the ids from the county down to it."""

    grid: str
    name: str
    level: str
    path: tuple[str, ...]

    @property
    def is_county(self) -> bool:
        """The whole county."""
        return self.grid == ROOT


def find_subtree(db: Database, grid: str | None) -> Subtree:
    """The subtree of this grid, None for the whole county. Raises Refused when there is no such grid."""
    wanted = ROOT if grid is None else grid
    rows = db.read(query("coverage/subtree"), grid=wanted)
    if not rows:
        raise Refused(_unknown(db, wanted))
    row = rows[0]
    return Subtree(wanted, row["name"] or wanted, row["level"], tuple(row["path"]))


def grid_names(db: Database) -> dict[str, str]:
    """The name of every grid by its id."""
    return {row["grid"]: row["name"] or row["grid"] for row in db.read(query("report/grids"))}


def _unknown(db: Database, wanted: str) -> str:
    names = grid_names(db)
    if not names:
        return "The graph holds no county yet. Import one first: lianhu import FILE.xlsx (or lianhu demo)."
    alike = set(difflib.get_close_matches(wanted, names, MOST_SUGGESTED, 0.7))
    alike |= {grid for grid, name in names.items() if wanted == name}
    hint = "; ".join(f"{grid} is {names[grid]}" for grid in sorted(alike)[:MOST_SUGGESTED])
    return f"There is no grid {wanted!r} among the {len(names)} grids of the county. " + (
        f"Did you mean: {hint}?" if hint else "Give the id of a grid of any level, as in the sheet grids."
    )

"""Who takes part in appeals, by id, with what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.database import Database
from graph.queries import query

MICRO = "micro"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part, with the label of its node; the name of a member is not masked here. `level`: of a grid."""

    id: str
    label: str
    name: str
    level: str | None = None

    @property
    def is_micro(self) -> bool:
        """Whether it works at the lowest level: a member, or a micro-grid."""
        return self.label == "Member" or self.level == MICRO


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid; `path`: the ids from the county down to it."""

    name: str
    level: str
    path: tuple[str, ...]


def read_grids(db: Database) -> dict[str, Grid]:
    """Every grid by id."""
    return {
        id_: Grid(name or id_, row["level"], tuple(path))
        for row in db.read(query("appeals/grids"))
        for id_, name, path in row["grids"]
    }


def read_actors(db: Database, grids: Mapping[str, Grid]) -> dict[str, Actor]:
    """Everybody who can give or take an appeal, by id. `grids`: those of the county."""
    bodies = [(row["actor"], row["label"], row["name"]) for row in db.read(query("appeals/bodies"))]
    bodies += [(row["department"], "Department", row["name"]) for row in db.read(query("appeals/departments"))]
    bodies += [(id_, "Member", name) for row in db.read(query("appeals/members")) for id_, name in row["members"]]
    found = {id_: Actor(id_, label, name or id_) for id_, label, name in bodies}
    return found | {id_: Actor(id_, "Grid", grid.name, grid.level) for id_, grid in grids.items()}

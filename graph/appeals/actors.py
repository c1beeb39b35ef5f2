"""Who takes part in appeals, by id, with what is told of them."""

from __future__ import annotations

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


def read_actors(db: Database) -> dict[str, Actor]:
    """Everybody who can give or take an appeal, by id."""
    found = [Actor(r["actor"], r["label"], r["name"] or r["actor"]) for r in db.read(query("appeals/bodies"))]
    found += [
        Actor(r["department"], "Department", r["name"] or r["department"])
        for r in db.read(query("appeals/departments"))
    ]
    found += [Actor(r["grid"], "Grid", r["name"] or r["grid"], r["level"]) for r in db.read(query("report/grids"))]
    found += [Actor(r["member"], "Member", r["name"] or r["member"]) for r in db.read(query("report/members"))]
    return {actor.id: actor for actor in found}

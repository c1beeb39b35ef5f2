"""The posts that may be asked about an appeal, read in one go: those of the grids around it, and leaders elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database, Row
from graph.posts import OWNERS
from graph.queries import query
from graph.standins import Post
from graph.subtree import ROOT


@dataclass(frozen=True, slots=True)
class Rungs:
    """Heads and leaders that may stand above a place; and the level of each grid of the place by its id."""

    posts: tuple[Post, ...]
    levels: dict[str, str]


def read_rungs(db: Database, path: Sequence[str]) -> Rungs:
    """All that may stand above a place. `path`: its grids from the county down."""
    here, elsewhere = db.read_together(
        [(query("appeals/heads"), {"grids": list(path)}), (query("appeals/leaders"), {})]
    )
    posts = [
        *(_post(row, "grid", tuple(row["path"]), row["grid"]) for row in here if row["post"] is not None),
        *(_post(row, OWNERS[row["owner"]], _lies_in(row["places"]), row["of"]) for row in elsewhere),
    ]
    return Rungs(tuple(posts), {row["grid"]: row["level"] for row in here})


def _lies_in(places: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """Where an organisation lies: the smallest grid that it governs, else the nearest one above it; else the county."""
    nearest = min((place[0] for place in places), default=0)
    paths: list[list[str]] = [path for steps_up, path in places if steps_up == nearest]
    return tuple(max(paths, key=lambda path: (len(path), path), default=[ROOT]))


def _post(row: Row, owner: str, path: tuple[str, ...], of: str) -> Post:
    return Post(row["post"], row["title"], row["kind"], of, owner, path, row["member"], row["name"], row["status"])

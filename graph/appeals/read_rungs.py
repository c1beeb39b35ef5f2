"""The posts that may be asked about an appeal, read in one go: heads of the grids around it, and leaders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database, Row
from graph.posts import OWNERS, Organisation, read_organisations
from graph.queries import query
from graph.standins import GRID_HEAD, Post
from graph.subtree import ROOT


@dataclass(frozen=True, slots=True)
class Rungs:
    """Grid heads of a place, all area leaders and commanders; and the level of each grid of the place by its id."""

    posts: tuple[Post, ...]
    levels: dict[str, str]


def read_rungs(db: Database, path: Sequence[str]) -> Rungs:
    """All that may stand above a place. `path`: its grids from the county down."""
    heads, leaders = db.read_together([(query("appeals/heads"), {"grids": list(path)}), (query("appeals/leaders"), {})])
    bodies = read_organisations(db) if _places_matter(leaders) else {}
    posts = [
        *(_post(row, "grid", tuple(row["path"]), row["grid"]) for row in heads if row["post"] is not None),
        *(_post(row, OWNERS[row["owner"]], _path(row, bodies), row["of"]) for row in leaders),
    ]
    return Rungs(tuple(posts), {row["grid"]: row["level"] for row in heads})


def _places_matter(leaders: Sequence[Row]) -> bool:
    """Where an organisation lies is asked for its area leaders, and to choose among several commanders."""
    of_organisations = [row for row in leaders if row["owner"] == "Organisation"]
    commanders = {row["post"] for row in leaders if row["kind"] == "commander"}
    return any(row["kind"] != "commander" for row in of_organisations) or bool(of_organisations and len(commanders) > 1)


def _path(row: Row, bodies: dict[str, Organisation]) -> tuple[str, ...]:
    if row["owner"] == "Organisation":
        return bodies[row["of"]].path if bodies else (ROOT,)
    return tuple(row["path"])


def _post(row: Row, owner: str, path: tuple[str, ...], of: str) -> Post:
    kind = row["kind"] or GRID_HEAD
    return Post(row["post"], row["title"], kind, of, owner, path, row["member"], row["name"], row["status"])

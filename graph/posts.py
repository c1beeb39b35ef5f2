"""Posts as the graph holds them: all of the county, or those above one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.database import Database, Row
from graph.queries import query
from graph.standins import Post
from graph.subtree import ROOT

OWNERS = {"Grid": "grid", "Organisation": "organisation", "Building": "building"}
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """One body of the second hierarchy. `path`: the grids from the county down to where it lies."""

    id: str
    name: str
    kind: str
    parent: str | None
    path: Path
    governs: tuple[Path, ...]


def read_organisations(db: Database) -> dict[str, Organisation]:
    """Every organisation by id.

    One lies where it governs (the smallest such grid), else where the nearest one above it does, else in the county.
    """
    rows = {row["organisation"]: row for row in db.read(query("posts/organisations"))}
    return {id_: _organisation(rows, id_) for id_ in rows}


def read_posts(db: Database) -> list[Post]:
    """Every post of the county, by id."""
    bodies = read_organisations(db)
    return [_post(row, OWNERS[row["owner"]], bodies) for row in db.read(query("posts/all"))]


def read_posts_around(
    db: Database, path: Sequence[str], building: str | None = None, bodies: Mapping[str, Organisation] | None = None
) -> list[Post]:
    """All that may stand above a place: posts of the grids of its path, its building, organisations, and commanders.

    `bodies`: the organisations, if they were read.
    """
    known = read_organisations(db) if bodies is None else bodies
    of_building = db.read(query("posts/of_building"), building=building) if building else []
    found = [
        *(_post(row, "building", known) for row in of_building),
        *(_post(row, "grid", known) for row in db.read(query("posts/of_grids"), grids=list(path))),
        *(_post(row, "organisation", known) for row in db.read(query("posts/of_organisations"))),
        *(_post(row, OWNERS[row["owner"]], known) for row in db.read(query("posts/commanders"))),
    ]
    return list({post.id: post for post in found}.values())


def _post(row: Row, owner: str, bodies: Mapping[str, Organisation]) -> Post:
    path = bodies[row["of"]].path if owner == "organisation" else tuple(row["path"])
    holder, name, status = row["member"], row["name"], row["status"]
    return Post(row["post"], row["title"], row["kind"], row["of"], owner, path, holder, name, status)


def _organisation(rows: Mapping[str, Row], id_: str) -> Organisation:
    row = rows[id_]
    return Organisation(
        id_,
        row["name"],
        row["kind"],
        row["parent"],
        _lies_in(rows, id_),
        tuple(tuple(path) for path in row["governs"]),
    )


def _lies_in(rows: Mapping[str, Row], id_: str) -> Path:
    at: str | None = id_
    while at is not None:
        governs: Iterable[Sequence[str]] = rows[at]["governs"]
        smallest = max(governs, key=lambda path: (len(path), path), default=None)
        if smallest is not None:
            return tuple(smallest)
        at = rows[at]["parent"]
    return (ROOT,)

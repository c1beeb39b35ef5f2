"""Everyone responsible for a household, in both hierarchies, from its member up to the commander."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from graph.database import Database, Row
from graph.errors import Refused
from graph.lease import read_county
from graph.posts import Organisation, read_organisations, read_posts_around
from graph.queries import query
from graph.standins import ACTIVE, AREA_LEADER, COMMANDER, GRID_HEAD, Ladders, Post
from graph.subtree import ROOT

MEMBER, COMMUNITY, WORK_COMMITTEE, COMPANY = "member", "community", "work_committee", "property_company"
HOUSE_POSTS = ("centre_household", "building_head")
State = Literal["filled", "away", "vacant", "no_post"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """One who is responsible, or a place where somebody should be.

    `role`: member, the kind of a post, or that of an organisation. `place`, `place_name`, `level`: what it belongs to,
    a grid's with its level. `state`: `away` is held by somebody on leave or gone, `no_post` has no such post at all.
    `stand_in`: who stands in, where somebody has to and somebody can. Names are in full: mask them before anybody sees.
    """

    role: str
    place: str
    place_name: str
    state: State
    level: str | None = None
    post: str | None = None
    title: str | None = None
    member: str | None = None
    name: str | None = None
    status: str | None = None
    stand_in: Post | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A household, the grids around it from the county down, and all who are responsible, the nearest first."""

    household: str
    door: str | None
    risk: str
    path: tuple[str, ...]
    linked_on: str | None
    responsible: tuple[Responsible, ...]


def chain_of(db: Database, household: str) -> Chain:
    """The chain of a household as it is now. Raises Refused when there is no such household, or no county."""
    rows = db.read(query("chain/household"), household=household, version=read_county(db).version)
    if not rows:
        raise Refused(
            f"There is no household {household!r}. Give an id of the sheet households; `lianhu gaps` lists some."
        )
    home = rows[0]
    path = tuple(home["path"])
    bodies = read_organisations(db)
    posts = read_posts_around(db, path, home["building"], bodies)
    grids = {row["grid"]: row for row in db.read(query("chain/grids"), grids=list(path))}
    made = _Chain(home, path, posts, bodies, grids)
    return Chain(household, home["door"], home["risk"], path, home["linked_on"], tuple(made.responsible()))


class _Chain:
    """What was read of one household, and the rows that are made of it."""

    def __init__(
        self,
        home: Row,
        path: tuple[str, ...],
        posts: Sequence[Post],
        bodies: Mapping[str, Organisation],
        grids: Mapping[str, Row],
    ) -> None:
        self.home, self.path, self.posts, self.bodies, self.grids = home, path, posts, bodies, grids
        self.ladders = Ladders(posts)

    def responsible(self) -> Iterator[Responsible]:
        """The grid's hierarchy from below, the organisations, then those above both."""
        yield self._member()
        for kind in HOUSE_POSTS:
            yield from self._held(kind, self.home["building"], self.home["building_name"] or "", self.path)
        for depth in range(len(self.path), 1, -1):
            row = self.grids[self.path[depth - 1]]
            name, level = row["name"] or row["grid"], row["level"]
            yield from self._held(GRID_HEAD, row["grid"], name, self.path[:depth], level=level)
        for body in self._bodies():
            yield from self._of_body(body)
        yield from self._leaders()

    def _member(self) -> Responsible:
        home, stand_in = self.home, None
        state: State = "filled" if home["status"] == ACTIVE else "away" if home["member"] else "vacant"
        if state != "filled":
            stand_in = self.ladders.in_charge(self.path)
        who = {"member": home["member"], "name": home["name"], "status": home["status"]}
        return Responsible(MEMBER, home["building"], home["building_name"] or "", state, **who, stand_in=stand_in)

    def _held(
        self, kind: str, place: str, place_name: str, path: Sequence[str], *, level: str | None = None
    ) -> Iterator[Responsible]:
        """The posts of a kind at a place; where there is none, that this is so."""
        owner = "grid" if kind == GRID_HEAD else "building"
        found = [post for post in self.posts if post.kind == kind and post.of == place and post.owner == owner]
        yield from (self._post(post, place_name, level) for post in found)
        if not found:
            above = path[:-1] if kind == GRID_HEAD else path
            yield Responsible(kind, place, place_name, "no_post", level, stand_in=self.ladders.in_charge(above))

    def _post(self, post: Post, place_name: str, level: str | None = None) -> Responsible:
        state: State = "vacant" if post.is_vacant else "filled" if post.is_filled else "away"
        return Responsible(
            post.kind,
            post.of,
            place_name,
            state,
            level,
            post.id,
            post.title,
            post.holder,
            post.name,
            post.status,
            self.ladders.stand_in(post),
        )

    def _bodies(self) -> list[Organisation]:
        """Company of the building, communities around the household, committees around it or above those."""
        around = [body for body in self.bodies.values() if any(path == self.path[: len(path)] for path in body.governs)]
        above = {up.id: up for body in around for up in self._upwards(body)}
        company = [self.bodies[self.home["company"]]] if self.home["company"] else []
        found = {body.id: body for body in [*around, *above.values()]}
        ranked = [
            body
            for kind in (COMMUNITY, WORK_COMMITTEE)
            for body in sorted(found.values(), key=lambda body: (-self._height(body), body.id))
            if body.kind == kind
        ]
        return [*company, *ranked]

    def _upwards(self, body: Organisation) -> Iterator[Organisation]:
        while body.parent is not None:
            body = self.bodies[body.parent]
            yield body

    def _height(self, body: Organisation) -> int:
        """How many stand above it: the lowest committee comes first."""
        return sum(1 for _ in self._upwards(body))

    def _of_body(self, body: Organisation) -> Iterator[Responsible]:
        """The organisation's own posts; without any, the organisation itself."""
        found = [post for post in self.posts if post.of == body.id and post.owner == "organisation"]
        own = [post for post in found if post.kind not in (AREA_LEADER, COMMANDER)]
        yield from (replace(self._post(post, body.name), role=body.kind) for post in own)
        if not own:
            yield Responsible(body.kind, body.id, body.name, "no_post")

    def _leaders(self) -> Iterator[Responsible]:
        """Area leaders from the nearest area on, then commanders; that there is none is said."""
        above = self.ladders.above_place(self.path)
        for kind in (AREA_LEADER, COMMANDER):
            found = [post for post in above if post.kind == kind]
            yield from (self._post(post, self._name_of(post)) for post in found)
            if not found:
                yield Responsible(kind, ROOT, "", "no_post")

    def _name_of(self, post: Post) -> str:
        if post.owner == "organisation":
            return self.bodies[post.of].name
        return self.grids[post.of]["name"] or post.of if post.of in self.grids else post.of

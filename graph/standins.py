"""Who stands in for a post: the ladder of posts above every place, and who on it is there. Pure: posts in, posts out.

The ladder of a place, nearest first: grid heads (micro → small → medium → large), area leaders, the commander. A post
stands below the heads of its own grid, unless it is a head itself. A stand-in is derived and never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

GRID_HEAD: Final = "grid_head"
AREA_LEADER: Final = "area_leader"
COMMANDER: Final = "commander"
RUNGS: Final = (GRID_HEAD, AREA_LEADER, COMMANDER)  # from below
ACTIVE: Final = "active"


@dataclass(frozen=True, slots=True)
class Post:
    """A post and who holds it.

    `of`: the grid, organisation or building (`owner` says which) that it belongs to. `path`: the grids around that,
    from the county down; an organisation lies where it governs. `holder`, `name`, `status`: None for a vacant post.
    """

    id: str
    title: str
    kind: str
    of: str
    owner: str
    path: tuple[str, ...]
    holder: str | None = None
    name: str | None = None
    status: str | None = None

    @property
    def is_vacant(self) -> bool:
        """Nobody holds it. A holder on leave or gone is no vacancy."""
        return self.holder is None

    @property
    def is_filled(self) -> bool:
        """An active member holds it: nobody has to stand in, and its holder may stand in for others."""
        return self.holder is not None and self.status == ACTIVE


class Ladders:
    """The posts of a county, or all those above some place, ready to be asked for what is above and who stands in."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._at: dict[tuple[str, str], list[Post]] = {}
        self._commanders: list[Post] = []
        for post in sorted(posts, key=lambda post: post.id):
            if post.kind == COMMANDER:
                self._commanders.append(post)
            elif post.kind in RUNGS:
                self._at.setdefault((post.kind, post.path[-1]), []).append(post)

    def above_place(self, path: Sequence[str]) -> list[Post]:
        """Every rung above a place inside the last grid of `path`, that grid's own head first."""
        heads = [post for grid in reversed(path) for post in self._at.get((GRID_HEAD, grid), [])]
        return [*heads, *self._area_leaders(path), *self._commanders_of(path)]

    def above(self, post: Post) -> list[Post]:
        """Every rung above a post, nearest first."""
        if post.kind == COMMANDER:
            return []
        if post.kind == AREA_LEADER:
            return [*self._area_leaders(post.path[:-1]), *self._commanders_of(post.path)]
        higher = post.path[:-1] if post.kind == GRID_HEAD else post.path
        heads = [rung for grid in reversed(higher) for rung in self._at.get((GRID_HEAD, grid), [])]
        return [*heads, *self._area_leaders(post.path), *self._commanders_of(post.path)]

    def stand_in(self, post: Post) -> Post | None:
        """The post whose holder stands in: the nearest filled one above. None for a filled post, and when none is."""
        return None if post.is_filled else next((rung for rung in self.above(post) if rung.is_filled), None)

    def in_charge(self, path: Sequence[str]) -> Post | None:
        """The nearest filled rung above a place: who is asked there first."""
        return next((rung for rung in self.above_place(path) if rung.is_filled), None)

    def _area_leaders(self, path: Sequence[str]) -> list[Post]:
        return [post for grid in reversed(path) for post in self._at.get((AREA_LEADER, grid), [])]

    def _commanders_of(self, path: Sequence[str]) -> list[Post]:
        """Those of an area around the place first, the smallest area before the others."""
        around = {grid: depth for depth, grid in enumerate(path, start=1)}
        return sorted(self._commanders, key=lambda post: (-around.get(post.path[-1], 0), post.id))


def stand_in(post: Post, posts: Iterable[Post]) -> Post | None:
    """The post whose holder stands in for this one among `posts`. For many posts, build Ladders once."""
    return Ladders(posts).stand_in(post)

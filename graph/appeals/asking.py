"""Who is asked about an appeal, and when: the rungs above its place, with vacancies and stand-ins. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.appeal_rules import HOUR_MS, RUNGS, Triage
from graph.standins import AREA_LEADER, COMMANDER, GRID_HEAD, Ladders, Post


@dataclass(frozen=True, slots=True)
class Asked:
    """One rung: when it is asked (None: no deadline), its post, and who stands in where that is not filled.

    `post` None: there is no such post above this place. `stand_in` None: the post is filled, or nobody above is.
    """

    rung: str
    at_ms: int | None
    post: Post | None
    stand_in: Post | None

    @property
    def answers(self) -> Post | None:
        """The post whose holder is really asked."""
        return self.post if self.post is not None and self.post.is_filled else self.stand_in

    def is_due(self, now_ms: int) -> bool:
        """Whether it should have been asked by now."""
        return self.at_ms is not None and self.at_ms <= now_ms


def rungs_asked(
    posts: Sequence[Post], path: Sequence[str], levels: Mapping[str, str], triage: Triage | None, due_ms: int | None
) -> list[Asked]:
    """Every rung that is asked about an appeal of this place, in order.

    `path`: grids from the county down; `levels`: of each of them. Without a triage all rungs, without times.
    """
    ladders = Ladders(posts)
    above = ladders.above_place(path)
    times = [(rung, None) for rung in RUNGS] if triage is None or due_ms is None else _times(triage, due_ms)
    asked: list[Asked] = []
    for rung, at_ms in times:
        found = [post for post in above if _rung_of(post, levels) == rung]
        asked += [Asked(rung, at_ms, post, ladders.stand_in(post)) for post in found]
        if not found and (rung in levels.values() or rung in (AREA_LEADER, COMMANDER)):
            higher = (post for post in above if _is_above(rung, _rung_of(post, levels)) and post.is_filled)
            asked.append(Asked(rung, at_ms, None, next(higher, None)))
    return asked


def _times(triage: Triage, due_ms: int) -> list[tuple[str, int | None]]:
    return [(rung, due_ms + round(hours * HOUR_MS)) for rung, hours in triage.escalation]


def _rung_of(post: Post, levels: Mapping[str, str]) -> str | None:
    return levels.get(post.path[-1]) if post.kind == GRID_HEAD else post.kind


def _is_above(rung: str, other: str | None) -> bool:
    return other in RUNGS and RUNGS.index(other) > RUNGS.index(rung)


def next_asked(asked: Sequence[Asked], now_ms: int) -> Asked | None:
    """The first rung whose time has not come; when all were due, the last; None without any."""
    return next((one for one in asked if not one.is_due(now_ms)), asked[-1] if asked else None)


def due_by_now(asked: Sequence[Asked], now_ms: int) -> Iterator[Asked]:
    """The rungs that should have been asked already."""
    return (one for one in asked if one.is_due(now_ms))

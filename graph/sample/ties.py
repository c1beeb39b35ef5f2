"""Who knows whom, who wants whom, who must not meet, who must stay, and who watches over lone elders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from graph.sample.calendar import date_before
from graph.sample.classes import ORANGE, Doors
from graph.sample.draws import ints, pick
from graph.sample.people import Cadre
from graph.sample.rows import Household, Member, Person, Tie

PER_COUNTY = {"knows": 5200, "household_prefers": 1500, "member_prefers": 950, "avoids": 170}
PINS, LIFTED_PINS = 45, 12
PINS_A_MEMBER = 2
NEAR_DOORS = 45  # how many doors away an acquaintance lives, typically
FAR_SHARE = 0.15  # relatives and colleagues anywhere in the region
UNWATCHED_SHARE = 0.15  # lone elders with fewer than two watchers
REASONS = {
    "knows": ("邻居", "亲戚", "同学", "老同事", ""),
    "household_prefers": ("以前就是他联系", "住得近", "熟悉情况", ""),
    "member_prefers": ("顺路", "熟悉情况", ""),
    "avoids": ("邻里矛盾未了", "亲属回避", "曾有投诉"),
    "pin": ("正在办理的事项未了", "家属要求不换人", "长期帮扶"),
    "paired": ("窗帘行动", "结对陪伴"),
}
WISHES = ("household_prefers", "member_prefers")
WISH_STATUS = ("", "", "open", "open", "open", "accepted", "accepted", "accepted", "accepted", "declined")

Key = tuple[int, int, str]  # member, household, kind


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who can be tied: `doors` and `households` go together, `cadres` and `members` too."""

    doors: Doors
    households: Sequence[Household]
    persons: Sequence[Person]
    cadres: Sequence[Cadre]
    members: Sequence[Member]
    served_by: NDArray[np.int64]


def ties_of(people: People, scale: float, rng: Generator) -> list[Tie]:
    """The ties sheet, sorted by member, household and kind."""
    statuses: dict[Key, str] = {}
    for kind, count in PER_COUNTY.items():
        for pair in _acquainted(people, kind, round(count * scale), rng):
            statuses[(*pair, kind)] = pick(rng, WISH_STATUS if kind in WISHES else ("", "accepted"))
    avoided = {(m, h) for m, h, kind in statuses if kind == "avoids"}
    for pair in _pins(people, avoided, round(PINS * scale), rng):
        statuses[(*pair, "pin")] = pick(rng, ("", "accepted"))
    for m, h in _anybody(people, round(LIFTED_PINS * scale), rng):
        statuses.setdefault((m, h, "pin"), "declined")
    for pair in _watchers(people, rng):
        statuses[(*pair, "paired")] = "accepted"
    return [_tie(people, key, statuses[key], rng) for key in sorted(statuses)]


def _tie(people: People, key: Key, status: str, rng: Generator) -> Tie:
    m, h, kind = key
    at = date_before(int(rng.integers(5, 700)))
    return Tie(people.members[m].id, people.households[h].id, kind, status, at, pick(rng, REASONS[kind]))


def _acquainted(people: People, kind: str, count: int, rng: Generator) -> list[tuple[int, int]]:
    """Members and households that live near each other, mostly."""
    doors, total = people.doors, len(people.doors.plot)
    members = rng.integers(len(people.cadres), size=count)
    plots = np.array([cadre.plot for cadre in people.cadres], dtype=np.int64)
    homes = np.searchsorted(doors.plot, plots[members])
    near = np.clip(homes + np.rint(rng.laplace(0, NEAR_DOORS, count)).astype(np.int64), 0, total - 1)
    starts = np.searchsorted(doors.region, doors.region[near], side="left")
    ends = np.searchsorted(doors.region, doors.region[near], side="right")
    anywhere = (starts + rng.uniform(size=count) * (ends - starts)).astype(np.int64)
    households = np.where(rng.uniform(size=count) < FAR_SHARE, anywhere, near)
    if kind == "avoids":  # never the only one who might come
        allowed = (doors.risk[households] != ORANGE) & (len(people.cadres) > 10)
        members, households = members[allowed], households[allowed]
    return list(zip(ints(members), ints(households), strict=True))


def _may_serve(people: People, m: int, h: int) -> bool:
    cadre = people.cadres[m]
    in_area = not cadre.areas or int(people.doors.region[h]) in cadre.areas
    return (
        cadre.status == "active"
        and not cadre.one_side
        and in_area
        and (cadre.senior or int(people.doors.risk[h]) != ORANGE)
    )


def _pins(people: People, avoided: set[tuple[int, int]], count: int, rng: Generator) -> list[tuple[int, int]]:
    """Pins that a plan can keep: one a household, few a member; every second one keeps who serves today."""
    pins: dict[int, int] = {}
    pinned: Counter[int] = Counter()
    for k, (m, h) in enumerate(_anybody(people, 20 * count, rng)):
        m = int(people.served_by[h]) if k % 2 else m
        if len(pins) == count:
            break
        fits = m >= 0 and h not in pins and pinned[m] < PINS_A_MEMBER and (m, h) not in avoided
        if fits and _may_serve(people, m, h):
            pins[h] = m
            pinned[m] += 1
    return [(m, h) for h, m in pins.items()]


def _anybody(people: People, count: int, rng: Generator) -> list[tuple[int, int]]:
    members = ints(rng.integers(len(people.cadres), size=count))
    return list(zip(members, ints(rng.integers(len(people.households), size=count)), strict=True))


def _watchers(people: People, rng: Generator) -> list[tuple[int, int]]:
    """Two or three active members for most lone elders, one or none for the rest."""
    lone = {person.household for person in people.persons if "lone_elder" in person.needs}
    by_region: dict[int, list[int]] = {}
    for m, cadre in enumerate(people.cadres):
        if cadre.status == "active":
            by_region.setdefault(cadre.region, []).append(m)
    pairs: list[tuple[int, int]] = []
    for h in (h for h, household in enumerate(people.households) if household.id in lone):
        near = by_region.get(int(people.doors.region[h]), [])
        count = int(rng.integers(0, 2) if rng.uniform() < UNWATCHED_SHARE else rng.integers(2, 4))
        chosen = ints(rng.permutation(len(near)))[:count]
        pairs += [(near[k], h) for k in chosen]
    return pairs

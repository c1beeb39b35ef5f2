"""The county as a planning problem, lianhu-instance/1: what importing its workbook would give."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from graph.geo import mean_point, project
from graph.pairs import visits_per_quarter
from graph.rules import Rules
from graph.sample.rows import Building, County, Member
from graph.sample.target import target_minutes

Point = tuple[float, float]
NOT_PLANNED = ("paired",)


def write_instance(path: Path, instance: dict[str, Any]) -> None:
    """Write `path` (.json.gz). The same county gives the same bytes."""
    text = json.dumps(instance, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0))


def instance_of(county: County, rules: Rules) -> dict[str, Any]:
    """The instance as JSON values. Members, buildings and households by id, pairs by household, member, kind."""
    degrees = building_degrees(county)
    origin = origin_of(county)
    at = {building: project(*point, origin) for building, point in degrees.items()}
    active = {member.id: member for member in county.members if member.status == "active"}
    areas = {grids: micros_below(county, grids) for grids in {member.areas for member in active.values()}}
    members = [_member(active[i], _stand(active[i], county, degrees, origin), areas, rules) for i in sorted(active)]
    buildings = [
        {"id": b.id, "x": at[b.id][0], "y": at[b.id][1], "area": b.grid}
        for b in sorted(county.buildings, key=lambda b: b.id)
    ]
    households = _households(county)
    target = _target(members, buildings, households, rules)
    return {
        "format": "lianhu-instance/1",
        "name": dict(county.about)["county"],
        "rules": {"target_minutes": target},
        "members": members,
        "buildings": buildings,
        "households": households,
        "pairs": _pairs(county, active),
    }


def _given(building: Building) -> Point | None:
    return None if building.lon is None or building.lat is None else (building.lon, building.lat)


def origin_of(county: County) -> Point:
    """Degrees of the point that metres are counted from: the mean of the buildings' given points."""
    return mean_point([point for b in county.buildings if (point := _given(b)) is not None])


def building_degrees(county: County) -> dict[str, Point]:
    """Where each building stands: its own coordinates, else the centre of its micro-grid's others."""
    in_grid: dict[str, list[Point]] = {}
    for building in county.buildings:
        if (point := _given(building)) is not None:
            in_grid.setdefault(building.grid, []).append(point)
    return {b.id: _given(b) or mean_point(in_grid[b.grid]) for b in county.buildings}


def _stand(member: Member, county: County, degrees: Mapping[str, Point], origin: Point) -> Point:
    """Metres of a member: at home, else at the point given, else amid the reported community's buildings."""
    if member.home:
        return project(*degrees[member.home], origin)
    if member.lon is not None and member.lat is not None:
        return project(member.lon, member.lat, origin)
    governed = next(o.grid for o in county.organisations if o.id == member.community)
    micros = set(micros_below(county, (governed,)))
    return project(*mean_point(p for b in county.buildings if b.grid in micros and (p := _given(b))), origin)


def micros_below(county: County, grids: tuple[str, ...]) -> list[str]:
    """Ids of the micro-grids at or below `grids`, sorted."""
    inside = set(grids)
    for grid in county.grids:  # parents stand before their children
        if grid.parent in inside:
            inside.add(grid.id)
    return sorted(grid.id for grid in county.grids if grid.level == "micro" and grid.id in inside)


def _member(member: Member, at: Point, areas: Mapping[tuple[str, ...], list[str]], rules: Rules) -> dict[str, Any]:
    least, most = rules.households_per_member
    bounds = [
        least if member.min_households is None else member.min_households,
        most if member.max_households is None else member.max_households,
    ]
    own = member.min_households is not None or member.max_households is not None
    return {
        "id": member.id,
        "x": at[0],
        "y": at[1],
        "senior": member.senior,
        "share": member.share,
        "areas": areas[member.areas] if member.areas else None,
        "households": bounds if own else None,
    }


def _households(county: County) -> list[dict[str, Any]]:
    needy = {person.household for person in county.persons if person.priority}
    current = {link.household: link.member for link in county.links}
    return [
        {
            "id": h.id,
            "building": h.building,
            "risk": h.risk,
            "priority": bool(h.priority) or h.id in needy,
            "current": current.get(h.id),
        }
        for h in sorted(county.households, key=lambda h: h.id)
    ]


def _pairs(county: County, active: Mapping[str, Member]) -> list[dict[str, str]]:
    """Ties that a plan looks at: of active members, not declined, not pairings."""
    kept = [
        tie for tie in county.ties if tie.member in active and tie.status != "declined" and tie.kind not in NOT_PLANNED
    ]
    kept.sort(key=lambda tie: (tie.household, tie.member, tie.kind))
    return [{"member": tie.member, "household": tie.household, "kind": tie.kind} for tie in kept]


def _target(
    members: list[dict[str, Any]], buildings: list[dict[str, Any]], households: list[dict[str, Any]], rules: Rules
) -> float:
    index = {building["id"]: i for i, building in enumerate(buildings)}
    return target_minutes(
        rules,
        np.array([(b["x"], b["y"]) for b in buildings]),
        np.array([(m["x"], m["y"]) for m in members]),
        np.array([m["share"] for m in members]),
        np.array([index[h["building"]] for h in households]),
        np.array([visits_per_quarter(rules, h["risk"], priority=h["priority"]) for h in households]),
        np.array([rules.minutes_per_visit[h["risk"]] for h in households], dtype=np.float64),
    )

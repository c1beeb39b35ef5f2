"""Small counties drawn by hypothesis, dense in the cases on which a gap turns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tests.graph.ingest.builders import Rows, Tables

AS_OF = "2025-06-30"
END = dt.datetime(2025, 7, 1)  # noqa: DTZ001 (the end of that day, in local time as the sheets write it)
QUARTER_MINUTES = 91 * 24 * 60
DATES = (None, "2025-01-01", "2025-01-02", "2025-01-03")
BOUNDS = ((None, None), (0, None), (None, 6), (1, 2), (2, 3), (0, 0))
UPPER: Rows = [
    {"id": "L1", "name": "大一", "level": "large"},
    {"id": "L2", "name": "大二", "level": "large"},
    {"id": "S1", "name": "小一", "level": "small", "parent": "L1"},
]
ORGANISATIONS: Rows = [
    {"id": "o1", "name": "党工委", "kind": "work_committee", "grid": "L1"},
    {"id": "o2", "name": "业委会", "kind": "owners_committee", "parent": "o1"},
    {"id": "o3", "name": "物业", "kind": "property_company"},
]
YES_NO = st.sampled_from((None, "是", "否"))
KINDS = st.sampled_from(("other", "grid_head", "centre_household"))


@st.composite
def counties(draw: st.DrawFn) -> Tables:
    """A frozen county of at most four micro-grids, six members and twelve households; any table may be short."""
    grids = [_micro(n, draw(st.sampled_from((None, "L1", "L2", "S1")))) for n in range(draw(st.integers(1, 4)))]
    buildings = [_building(n, grid["id"]) for n, grid in enumerate([*grids, grids[0]])]
    households = [_household(draw, n, grids, buildings) for n in range(draw(st.integers(1, 12)))]
    members = [_member(draw, n, buildings) for n in range(draw(st.integers(1, 6)))]
    return {
        "about": [{"key": "as_of", "value": AS_OF}, {"key": "frozen", "value": "是"}],
        "grids": [*UPPER, *grids],
        "organisations": ORGANISATIONS,
        "buildings": buildings,
        "households": households,
        "persons": [_person(draw, n, households) for n in range(draw(st.integers(0, 3)))],
        "departments": [{"id": "d1", "name": "民政局"}],
        "members": members,
        "posts": [_post(draw, n, grids, members) for n in range(draw(st.integers(0, 4)))],
        "teams": [_team(draw, n, grids) for n in range(draw(st.integers(0, 1)))],
        "venues": [_venue(draw, n) for n in range(draw(st.integers(0, 2)))],
        "ties": _paired(draw, households, members),
        "links": [link for household in households for link in _links(draw, household, members)],
        "visits": [_visit(draw, n, households, members) for n in range(draw(st.integers(0, 16)))],
    }


def _micro(number: int, parent: str | None) -> dict[str, Any]:
    return {"id": f"g{number}", "name": f"微{number}", "level": "micro", "parent": parent}


def _building(number: int, grid: str) -> dict[str, Any]:
    return {"id": f"b{number}", "name": f"{number}号楼", "lon": 117 + number / 100, "lat": 27.7, "grid": grid}


def _household(draw: st.DrawFn, number: int, grids: Rows, buildings: Rows) -> dict[str, Any]:
    return {
        "id": f"h{number}",
        "building": draw(st.sampled_from(buildings))["id"],
        "grid": draw(st.sampled_from([None, *(grid["id"] for grid in grids)])),
        "risk": draw(st.sampled_from(("green", "blue", "yellow", "orange"))),
        "profile": draw(YES_NO),
        "contact_record": draw(YES_NO),
        "priority": draw(YES_NO),
    }


def _person(draw: st.DrawFn, number: int, households: Rows) -> dict[str, Any]:
    return {
        "id": f"p{number}",
        "household": draw(st.sampled_from(households))["id"],
        "priority": draw(YES_NO),
        "needs": draw(st.sampled_from((None, "frail", "lone_elder", "low_income;独居老人"))),
    }


def _team(draw: st.DrawFn, number: int, grids: Rows) -> dict[str, Any]:
    covered = draw(st.sampled_from([*(grid["id"] for grid in grids), "L1", "S1", None]))
    return {"id": f"t{number}", "name": "队", "grids": covered}


def _venue(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """At one of the first buildings, between two, or of unknown place: 0.01 degrees of longitude are 985 m."""
    lon = draw(st.sampled_from((117.0, 117.005, 117.03, None)))
    return {"id": f"v{number}", "name": "厅", "lon": lon, "lat": None if lon is None else 27.7}


def _paired(draw: st.DrawFn, households: Rows, members: Rows) -> Rows:
    pairs = [(m["id"], h["id"], kind) for m in members for h in households[:3] for kind in ("paired", "knows")]
    drawn = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True))
    return [{"member": member, "household": household, "kind": kind} for member, household, kind in drawn]


def _member(draw: st.DrawFn, number: int, buildings: Rows) -> dict[str, Any]:
    least, most = draw(st.sampled_from(BOUNDS))
    return {
        "id": f"m{number}",
        "name": f"成员{number}",
        "department": "d1",
        "status": draw(st.sampled_from(("active", "active", "leave", "left"))),
        "home": draw(st.sampled_from([None, *(building["id"] for building in buildings)])),
        "min_households": least,
        "max_households": most,
    }


def _post(draw: st.DrawFn, number: int, grids: Rows, members: Rows) -> dict[str, Any]:
    owners = [*(grid["id"] for grid in grids), "L1", "S1", "o1", "o2", "o3", "b0"]
    return {
        "id": f"q{number}",
        "title": "长",
        "kind": draw(KINDS),
        "of": draw(st.sampled_from(owners)),
        "member": draw(st.sampled_from([None, members[0]["id"], members[-1]["id"]])),
    }


def _links(draw: st.DrawFn, household: dict[str, Any], members: Rows) -> Rows:
    member = draw(st.sampled_from([None, *(member["id"] for member in members)]))
    if member is None:
        return []
    since, issued = draw(st.sampled_from(DATES)), draw(st.sampled_from(DATES))
    return [{"member": member, "household": household["id"], "since": since, "card_issued_on": issued}]


def _visit(draw: st.DrawFn, number: int, households: Rows, members: Rows) -> dict[str, Any]:
    """One visit a minute before, at, or after the moment from which the next would be overdue, or after the end."""
    due = QUARTER_MINUTES // draw(st.sampled_from((1, 2, 3, 6)))
    minutes = draw(st.sampled_from((due - 1, due, due + 1, -60)))
    return {
        "id": f"w{number}",
        "member": members[0]["id"],
        "household": draw(st.sampled_from(households))["id"],
        "at": (END - dt.timedelta(minutes=minutes)).isoformat(sep=" ", timespec="minutes"),
    }

"""Small counties with appeals drawn by hypothesis: circles, lost steps, deadlines met and missed by a minute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from graph.words import STEPS
from tests.graph.ingest.builders import Rows, Tables

AS_OF = "2025-06-30"
END = dt.datetime(2025, 7, 1)  # noqa: DTZ001 (the end of that day, in local time as the sheets write it)
HOURS = (1, 24, 72, 240, 720)
ACTORS = ("d1", "d2", "d3", "g1", "g2", "m1", "o1", "v1", "L1")
IN_ORDER = ("collect", "accept", "assign", "forward", "return", "assign", "answer", "revisit", "close")
BASE: Tables = {
    "about": [{"key": "as_of", "value": AS_OF}, {"key": "frozen", "value": "是"}],
    "grids": [
        {"id": "L1", "name": "大一", "level": "large"},
        {"id": "g1", "name": "微一", "level": "micro", "parent": "L1"},
        {"id": "g2", "name": "微二", "level": "micro"},
    ],
    "organisations": [{"id": "o1", "name": "党工委", "kind": "work_committee", "grid": "L1"}],
    "buildings": [{"id": f"b{n}", "name": f"{n}号楼", "lon": 117.0, "lat": 27.7, "grid": f"g{n}"} for n in (1, 2)],
    "households": [{"id": f"h{n}", "building": f"b{(n + 1) // 2}", "risk": "green"} for n in (1, 2, 3)],
    "departments": [{"id": f"d{n}", "name": name} for n, name in ((1, "城管局"), (2, "住建局"), (3, "民政局"))],
    "members": [{"id": "m1", "name": "张三", "department": "d1", "home": "b1", "status": "active"}],
    "venues": [{"id": "v1", "name": "说事厅", "lon": 117.0, "lat": 27.7}],
}


@st.composite
def counties_with_appeals(draw: st.DrawFn) -> Tables:
    """A frozen county of three households and at most nine appeals, each with at most nine steps."""
    appeals: Rows = []
    steps: Rows = []
    for number in range(draw(st.integers(1, 9))):
        appeals.append(_appeal(draw, number))
        steps += _steps(draw, appeals[-1])
    return {**BASE, "appeals": appeals, "steps": steps}


def _appeal(draw: st.DrawFn, number: int) -> dict[str, Any]:
    where = draw(
        st.sampled_from(({"household": "h1"}, {"household": "h3"}, {"place": "桥头"}, {"lon": 117, "lat": 27}))
    )
    opened = END - dt.timedelta(hours=draw(st.sampled_from((12, 30, 80, 250, 800, 1500, 2000))), minutes=number)
    return {
        "id": f"a{number}",
        **where,
        "category": draw(st.sampled_from(("物业维修", "物业维修", "路灯"))),
        "triage": draw(st.sampled_from((None, "urgent", "important", "hard"))),
        "channel": "online",
        "opened_at": _text(opened),
        "same_as": f"a{draw(st.integers(0, number - 1))}" if number and draw(st.integers(0, 3)) == 0 else None,
    }


def _steps(draw: st.DrawFn, appeal: dict[str, Any]) -> Rows:
    kinds = draw(st.one_of(_mostly_in_order(), st.lists(st.sampled_from(list(STEPS)), max_size=9)))
    at = dt.datetime.fromisoformat(appeal["opened_at"])
    rows: Rows = []
    for seq, kind in enumerate(kinds, start=1):
        at += dt.timedelta(minutes=draw(st.sampled_from((0, 0, 59, 60, -30, *(60 * h for h in HOURS), 24 * 60 + 1))))
        rows.append(
            {
                "appeal": appeal["id"],
                "seq": seq,
                "kind": kind,
                "at": _text(at),
                "from": draw(st.sampled_from((None, *ACTORS))),
                "to": draw(st.sampled_from((None, *ACTORS[:4]))),
                "reason": draw(st.sampled_from((None, "不属本部门"))),
                "satisfied": draw(st.sampled_from((None, "是", "否"))) if kind == "revisit" else None,
            }
        )
    return rows


@st.composite
def _mostly_in_order(draw: st.DrawFn) -> list[str]:
    """The usual way, with some steps left out."""
    return [kind for kind in IN_ORDER if draw(st.integers(0, 5))]


def _text(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")

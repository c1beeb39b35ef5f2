"""Coverage gaps by cause: who and what nobody looks after. What each cause means: DESIGN.md, "Gaps"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from graph.clock import CHINA, DAY_MS, county_now, end_of_day
from graph.database import Database, Row
from graph.gap import Gap
from graph.lease import read_county
from graph.pairs import overdue_after_days, visits_per_quarter
from graph.queries import query
from graph.rules import Rules, default_rules, quarter_days
from graph.subtree import find_subtree
from graph.versions import version_at

_PLACE = frozenset({"household", "member", "post", "grid", "path", "lon", "lat"})
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: the columns of its query that are what the gap is, what mends it, and how a row is read."""

    name: str
    ids: tuple[str, ...]
    mended_by: str
    read: Callable[[Row, Rules, int], tuple[str | None, Facts]]


def _since(column: str) -> Callable[[Row, Rules, int], tuple[str | None, Facts]]:
    """Reads a row whose `column` is the day since when; the other columns are facts."""

    def read(row: Row, _rules: Rules, _now_ms: int) -> tuple[str | None, Facts]:
        return row[column], {key: value for key, value in row.items() if key not in _PLACE and key != column}

    return read


def _ended(row: Row, _rules: Rules, _now_ms: int) -> tuple[str | None, Facts]:
    """Since when nobody serves the household, if ever anybody did."""
    since_ms = row["since_ms"]
    return None if since_ms is None else _iso(since_ms), {"building": row["building"], "risk": row["risk"]}


def _as_they_are(row: Row, _rules: Rules, _now_ms: int) -> tuple[str | None, Facts]:
    return None, {key: value for key, value in row.items() if key not in _PLACE}


def _overdue(row: Row, rules: Rules, now_ms: int) -> tuple[str | None, Facts]:
    """Since when it is overdue, by how many days, how many visits were missed, and the minutes that they take."""
    visits = visits_per_quarter(rules, row["risk"], priority=row["priority"])
    allowed_days = overdue_after_days(quarter_days(), visits)
    waited_days = (now_ms - row["last_visit_ms"]) / DAY_MS
    missed = int(waited_days / allowed_days)
    facts = {
        "building": row["building"],
        "risk": row["risk"],
        "last_visit": _iso(row["last_visit_ms"]),
        "visits_per_quarter": visits,
        "days_overdue": round(waited_days - allowed_days, 1),
        "visits_missed": missed,
        "minutes_missed": missed * rules.minutes_per_visit[row["risk"]],
        "served_by": row["served_by"],
    }
    return _iso(row["last_visit_ms"] + round(allowed_days * DAY_MS)), facts


CAUSES: Final[Mapping[str, Cause]] = MappingProxyType(
    {
        cause.name: cause
        for cause in (
            Cause("no_member", ("household",), "plan", _ended),
            Cause("member_inactive", ("household", "member"), "plan", _as_they_are),
            Cause("too_few", ("member",), "plan", _as_they_are),
            Cause("too_many", ("member",), "plan", _as_they_are),
            Cause("overdue_visit", ("household",), "visit", _overdue),
            Cause("never_visited", ("household",), "visit", _as_they_are),
            Cause("card_stale", ("household", "member"), "card", _since("linked_on")),
            Cause("post_vacant", ("post",), "appointment", _as_they_are),
            Cause("grid_without_member", ("grid",), "plan", _as_they_are),
        )
    }
)


def find_gaps(
    db: Database,
    *,
    grid: str | None = None,
    causes: Collection[str] | None = None,
    at: str | None = None,
    version: int | None = None,
    rules: Rules | None = None,
) -> list[Gap]:
    """The gaps of a subtree (None: the whole county), in the order of CAUSES, then by id. `causes` None: all.

    `at` (YYYY-MM-DD): links and visits as they were at the end of that day, everything else as it is now; None: the
    county's now. `version`: the links of that version, whatever the day. It is read once if not given, so that all
    causes speak of the same links.

    Raises Refused when there is no county or no such grid.
    """
    county = read_county(db)
    subtree = find_subtree(db, grid)
    used = default_rules() if rules is None else rules
    now = county_now(county.as_of_on, frozen=county.frozen) if at is None else end_of_day(at)
    if version is None:
        version = county.version if at is None else version_at(db, now.ms)
    params = _parameters(used, subtree.grid, version, now.ms)
    return [
        gap
        for cause in CAUSES.values()
        if causes is None or cause.name in causes
        for gap in _gaps(db, cause, params, used, now.ms)
    ]


def posts_with_inactive_holder(db: Database) -> list[Row]:
    """Posts of the whole county held by somebody on leave or gone: no vacancies, to be shown beside them."""
    return db.read(query("coverage/post_holder_inactive"))


def count_by_cause(gaps: Iterable[Gap]) -> dict[str, int]:
    """How many gaps of each cause, 0 included."""
    counts = dict.fromkeys(CAUSES, 0)
    for gap in gaps:
        counts[gap.cause] += 1
    return counts


def _parameters(rules: Rules, grid: str, version: int, now_ms: int) -> dict[str, Any]:
    """Every parameter that a query of a cause may have."""
    least, most = rules.households_per_member
    return {
        "grid": grid,
        "version": version,
        "now_ms": now_ms,
        "least": least,
        "most": most,
        "quarter_ms": round(quarter_days() * DAY_MS),
        "visits": dict(rules.visits_per_quarter),
        "priority_visits": rules.priority_visits_per_quarter,
    }


def _gaps(db: Database, cause: Cause, params: Mapping[str, Any], rules: Rules, now_ms: int) -> list[Gap]:
    asked = query(f"coverage/{cause.name}")
    rows = db.read(asked, **{name: params[name] for name in asked.params})
    # The servers compare text each in their own way; Python's order is the same on both.
    return sorted((_gap(cause, row, rules, now_ms) for row in rows), key=lambda gap: gap.ids)


def _gap(cause: Cause, row: Row, rules: Rules, now_ms: int) -> Gap:
    since, facts = cause.read(row, rules, now_ms)
    return Gap(
        cause=cause.name,
        **{key: row[key] for key in cause.ids},
        path=tuple(row["path"]),
        since=since,
        mended_by=cause.mended_by,
        lon=row.get("lon"),
        lat=row.get("lat"),
        facts=facts,
    )


def _iso(at_ms: int) -> str:
    """A moment as ISO text in the county's zone, to the second."""
    return dt.datetime.fromtimestamp(at_ms / 1000, CHINA).isoformat(timespec="seconds")

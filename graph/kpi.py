"""Figures of a county: numerator and denominator counted by their queries, and what they come to."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.appeal_rules import HOUR_MS, AppealRules, default_appeal_rules
from graph.appeals.path import HAND_OVERS, REOPENING
from graph.clock import CHINA, DAY_MS, county_now, end_of_day
from graph.database import Database
from graph.errors import Refused
from graph.gap_rules import GapRules, default_gap_rules
from graph.kpi_rules import Kpi, default_kpis
from graph.lease import read_county
from graph.queries import query
from graph.rules import Rules, default_rules
from graph.versions import version_at

MONTHS_A_QUARTER = 3
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, for a channel where it is told by channel. `denominator`: None for a count.

    `from_ms`, `until_ms`: the time that it is about; `from_ms` None where it goes back to the first record.
    """

    kpi: Kpi
    channel: str | None
    numerator: int
    denominator: int | None
    from_ms: int | None
    until_ms: int

    @property
    def exact(self) -> float | None:
        """The value before it is rounded; None when there is nothing to divide by."""
        if self.denominator is None:
            return float(self.numerator)
        if self.kpi.form == "difference":
            return float(self.numerator - self.denominator)
        if not self.denominator:
            return None
        return (PER_CENT if self.kpi.form == "share" else 1) * self.numerator / self.denominator

    @property
    def value(self) -> float | None:
        """As it is told: rounded to the figure's decimals, a half to even; per cent for a share."""
        return None if self.exact is None else round(self.exact, self.kpi.decimals)


def measure(
    db: Database,
    ids: Collection[str] | None = None,
    *,
    at: str | None = None,
    kpis: Mapping[str, Kpi] | None = None,
    rules: Rules | None = None,
    gap_rules: GapRules | None = None,
    appeal_rules: AppealRules | None = None,
) -> list[Figure]:
    """The figures of these ids (None: all), in the order of the rules.

    `at` (YYYY-MM-DD): links, visits and appeals as known at the end of that day, everything else as it is now.
    Raises Refused for an unknown id, or when there is no county.
    """
    known = default_kpis() if kpis is None else kpis
    for id_ in ids or ():
        if id_ not in known:
            raise Refused(_unknown(id_, known))
    county = read_county(db)
    now = county_now(county.as_of_on, frozen=county.frozen) if at is None else end_of_day(at)
    params = _parameters(
        default_rules() if rules is None else rules,
        default_gap_rules() if gap_rules is None else gap_rules,
        default_appeal_rules() if appeal_rules is None else appeal_rules,
        now.ms,
    )
    params["version"] = county.version if at is None else version_at(db, now.ms)
    asked = _Asked(db, params)
    return [figure for kpi in known.values() if ids is None or kpi.id in ids for figure in asked.figures(kpi)]


class _Asked:
    """The queries of one call, each asked once."""

    def __init__(self, db: Database, params: Mapping[str, Any]) -> None:
        self.db, self.params = db, params
        self._known: dict[str, dict[str | None, int]] = {}

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        times = {
            "all": (None, self.params["now_ms"]),
            "now": (self.params["now_ms"], self.params["now_ms"]),
            "rolling_quarter": (self.params["now_ms"] - self.params["quarter_ms"], self.params["now_ms"]),
            "calendar_quarter": (self.params["from_ms"], self.params["until_ms"] - 1),
        }
        for channel in kpi.by or (None,):
            below = None if kpi.denominator is None else self._count(kpi.denominator, channel)
            yield Figure(kpi, channel, self._count(kpi.numerator, channel), below, *times[kpi.period])

    def _count(self, name: str, channel: str | None) -> int:
        if name not in self._known:
            asked = query(f"kpi/{name}")
            rows = self.db.read(asked, **{key: self.params[key] for key in asked.params})
            self._known[name] = {row.get("part"): row["value"] for row in rows}
        return self._known[name].get(channel, 0)


def _parameters(rules: Rules, gap_rules: GapRules, appeal_rules: AppealRules, now_ms: int) -> dict[str, Any]:
    """Every parameter that a query of a figure may have, but the version of the links."""
    from_ms, until_ms = last_whole_quarter(now_ms)
    triage = appeal_rules.triage
    return {
        "now_ms": now_ms,
        "from_ms": from_ms,
        "until_ms": until_ms,
        "quarter_ms": round(gap_rules.quarter_days * DAY_MS),
        "visits": dict(rules.visits_per_quarter),
        "priority_visits": rules.priority_visits_per_quarter,
        "accept_ms": round(appeal_rules.accept_hours * HOUR_MS),
        "hours_ms": {name: round(one.hours * HOUR_MS) for name, one in triage.items()},
        "extension_ms": {name: round(one.extension_hours * HOUR_MS) for name, one in triage.items()},
        "extensions": appeal_rules.extensions,
        "done_by": appeal_rules.done_by,
        "reopening": sorted(REOPENING),
        "hand_overs": sorted(HAND_OVERS),
    }


def last_whole_quarter(now_ms: int) -> tuple[int, int]:
    """Beginning and end (exclusive) of the last quarter of the calendar that is over; its last millisecond counts."""
    day = dt.datetime.fromtimestamp((now_ms + 1) / 1000, CHINA).date()
    end = day.replace(month=(day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, day=1)
    begin = (end - dt.timedelta(days=80)).replace(day=1)  # 80 days before are in the first month of the quarter
    return _midnight_ms(begin), _midnight_ms(end)


def _midnight_ms(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), CHINA).timestamp() * 1000)


def _unknown(id_: str, known: Mapping[str, Kpi]) -> str:
    alike = difflib.get_close_matches(id_, known, 3, 0.5)
    hint = f" Did you mean {', '.join(alike)}?" if alike else ""
    return f"There is no figure {id_!r}.{hint} There are: {', '.join(known)}."

"""Coverage debt: visit-days owed by class, week by week, and what becomes of it at the present pace.

A visit-day is one visit that is owed: one day on which somebody has to go. A household whose last visit is k times its
cadence ago owes k of them, one that nobody ever visited owes one. Before its first record a household owes nothing:
what was before is not known. Classes and priorities are those of now.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.clock import CHINA, DAY_MS
from graph.coverage import read_facts
from graph.coverage_facts import Facts
from graph.database import Database
from graph.gap_rules import GapRules
from graph.pairs import visits_per_quarter
from graph.queries import query
from graph.rules import RISKS, Rules

WEEK_MS: Final = 7 * DAY_MS
WEEKS_BACK, WEEKS_AHEAD = 12, 12

ByRisk = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Week:
    """The visit-days owed at the end of a week (its last day `ends_on`), and the visits made in it, by class.

    A week of the forecast has what would be owed and made at the present pace.
    """

    ends_on: str
    forecast: bool
    owed: ByRisk
    made: ByRisk

    @property
    def owed_in_all(self) -> float:
        """Visit-days owed, all classes together."""
        return sum(self.owed.values())


@dataclass(frozen=True, slots=True)
class Debt:
    """Weeks from the first looked back to, this one, then those of the forecast.

    `pace`: visits made a week, the mean of the last quarter. `due`: visits that come due a week. `minutes`: what the
    visits owed now take.
    """

    weeks: tuple[Week, ...]
    pace: ByRisk
    due: ByRisk
    minutes: float

    @property
    def now(self) -> Week:
        """The week that ends now."""
        return next(week for week in reversed(self.weeks) if not week.forecast)


def coverage_debt(
    db: Database,
    *,
    grid: str | None = None,
    at: str | None = None,
    weeks_back: int = WEEKS_BACK,
    weeks_ahead: int = WEEKS_AHEAD,
    rules: Rules | None = None,
    gap_rules: GapRules | None = None,
) -> Debt:
    """The debt of a subtree (None: the county), now or at the end of a day `at`. Raises Refused as find_gaps does.

    The forecast lets each class owe what comes due more than the present pace makes, week after week, and never less
    than nothing.
    """
    facts = read_facts(db, grid=grid, at=at, rules=rules, gap_rules=gap_rules, parts=("households", "persons"))
    calls = _calls(facts)
    ends_ms = [facts.now_ms - back * WEEK_MS for back in range(weeks_back, -1, -1)]
    past = [_week(facts, calls, end_ms) for end_ms in ends_ms]
    quarter_weeks = facts.gap_rules.quarter_days / 7
    pace = _by_risk((risk, sum(time > facts.now_ms - facts.quarter_ms for time in times)) for risk, _, times in calls)
    pace = {risk: visits / quarter_weeks for risk, visits in pace.items()}
    due = {risk: visits / quarter_weeks for risk, visits in _by_risk((r, v) for r, v, _ in calls).items()}
    minutes = sum(owed * facts.rules.minutes_per_visit[risk] for risk, owed in past[-1].owed.items())
    return Debt((*past, *_forecast(past[-1], pace, due, facts.now_ms, weeks_ahead)), pace, due, minutes)


Call = tuple[str, int, Sequence[int]]  # class, visits a quarter, when visited, in order


def _calls(facts: Facts) -> list[Call]:
    """Every household of the subtree, as what it asks for and when it was visited."""
    row = facts.db.read(query("coverage/visit_times"), grid=facts.subtree.grid, now_ms=facts.now_ms)[0]
    visited = {household: sorted(times) for household, times in row["visits"]}
    return [
        (
            risk,
            visits_per_quarter(facts.rules, risk, priority=household in facts.priority),
            visited.get(household, ()),
        )
        for household, risk in facts.risk_of.items()
    ]


def _week(facts: Facts, calls: Sequence[Call], end_ms: int) -> Week:
    owed, made = _by_risk(()), _by_risk(())
    for risk, visits, times in calls:
        been = bisect_right(times, end_ms)
        made[risk] += been - bisect_right(times, end_ms - WEEK_MS)
        if not times:
            owed[risk] += 1
        elif been:
            owed[risk] += owed_visits(end_ms - times[been - 1], visits, facts.quarter_ms)
    return Week(_day(end_ms), False, owed, made)


def owed_visits(waited_ms: int, visits: int, quarter_ms: int) -> int:
    """How many times its cadence a household has waited; none as long as it is not overdue."""
    asked = waited_ms * visits
    return 0 if asked <= quarter_ms else asked // quarter_ms


def _forecast(now: Week, pace: ByRisk, due: ByRisk, now_ms: int, weeks_ahead: int) -> list[Week]:
    """owed(w + 1) = max(0, owed(w) + due - pace), class by class."""
    weeks: list[Week] = []
    owed = dict(now.owed)
    for ahead in range(1, weeks_ahead + 1):
        made = {risk: min(pace[risk], amount + due[risk]) for risk, amount in owed.items()}
        owed = {risk: owed[risk] + due[risk] - made[risk] for risk in owed}
        weeks.append(Week(_day(now_ms + ahead * WEEK_MS), True, dict(owed), made))
    return weeks


def _by_risk(amounts: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {risk: 0.0 for risk in RISKS}  # noqa: C420 (fromkeys would keep the keys' narrow type)
    for risk, amount in amounts:
        found[risk] += amount
    return found


def _day(at_ms: int) -> str:
    return dt.datetime.fromtimestamp(at_ms / 1000, CHINA).date().isoformat()

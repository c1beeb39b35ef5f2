"""The figures of a county counted from its CSV files alone, in plain Python: (id, channel) to (numerator, denominator).

The numbers of the rules stand here once more, so that a change of them is seen.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

from tests.graph.coverage_oracle import CHINA, PRIORITY_VISITS, QUARTER, VISITS, Files, Row

Counted = dict[tuple[str, str | None], tuple[int, int | None]]
CHANNELS = {"走访": "visit", "议事": "venue", "会议": "meeting", "平台": "online"}
HOURS = {"urgent": (72, 24), "important": (240, 120), "hard": (720, 360)}
TRIAGES = {"急": "urgent", "要": "important", "难": "hard"}
AFTERWARDS = ("revisit", "close", "supervise")  # every other step opens a closed appeal again
YES = ("是", "yes", "true", "1")


def figures_of(files: Files, now: dt.datetime) -> Counted:
    """Every figure; `now` is the first moment after the county's day."""
    counted = dict(_of_links(files) | _of_visits(files, now))
    for channel in CHANNELS.values():
        cases = [_Case(files, row, now) for row in files["appeals"] if _channel(row) == channel]
        cases = [case for case in cases if case.opened < now]
        counted |= {(id_, channel): value for id_, value in _of_channel(cases, channel)}
    return counted


class _Case:
    """One appeal with its steps by now, by seq."""

    def __init__(self, files: Files, row: Row, now: dt.datetime) -> None:
        self.row, self.now, self.opened = row, now, time_of(row["opened_at"])
        steps = [step for step in files["steps"] if step["appeal"] == row["id"] and time_of(step["at"]) < now]
        self.steps = sorted(steps, key=lambda step: int(step["seq"]))
        self.departments = {department["id"] for department in files["departments"]}

    def has(self, kind: str) -> bool:
        return any(step["kind"] == kind for step in self.steps)

    @property
    def closed(self) -> dt.datetime | None:
        closed: dt.datetime | None = None
        for step in self.steps:
            if step["kind"] == "close":
                closed = time_of(step["at"])
            elif step["kind"] not in AFTERWARDS:
                closed = None
        return closed

    @property
    def to_department(self) -> bool:
        passing = ("assign", "forward", "return")
        return any(step["kind"] in passing and step.get("to") in self.departments for step in self.steps)

    @property
    def ratings(self) -> list[bool]:
        return [
            step["satisfied"].lower() in YES for step in self.steps if step["kind"] == "revisit" and step["satisfied"]
        ]

    @property
    def complained_last(self) -> bool:
        told = [s for s in self.steps if s["kind"] == "answer" or (s["kind"] == "revisit" and s["satisfied"])]
        told = [s for s in told if s["kind"] == "answer" or s["satisfied"].lower() not in YES]
        return bool(told) and told[-1]["kind"] == "revisit"

    @property
    def accepted(self) -> tuple[bool, bool]:
        """In time; in time or late."""
        times = [time_of(step["at"]) for step in self.steps if step["kind"] == "accept"]
        due = self.opened + dt.timedelta(hours=24)
        return bool(times) and min(times) <= due, bool(times) or self.now - dt.timedelta(milliseconds=1) > due

    @property
    def done(self) -> tuple[bool, bool]:
        """In time; in time or late. Neither without a triage or when it repeats another."""
        triage = self.row.get("triage") or ""
        hours = HOURS.get(TRIAGES.get(triage, triage))
        if hours is None or self.row.get("same_as"):
            return False, False
        due, extended = self.opened + dt.timedelta(hours=hours[0]), False
        for step in self.steps:
            if step["kind"] == "extend" and not extended and time_of(step["at"]) <= due:
                due, extended = due + dt.timedelta(hours=hours[1]), True
        late = self.closed is not None or self.now - dt.timedelta(milliseconds=1) > due
        return self.closed is not None and self.closed <= due, late


def _of_channel(cases: list[_Case], channel: str) -> Iterator[tuple[str, tuple[int, int | None]]]:
    def many(rule: Callable[[_Case], bool]) -> int:
        return sum(map(rule, cases))

    closed = many(lambda case: case.closed is not None)
    yield "response", (many(lambda case: case.has("answer")), len(cases))
    yield "resolution", (many(lambda case: case.closed is not None and not case.complained_last), len(cases))
    yield "satisfaction", (many(lambda case: case.ratings[-1:] == [True]), many(lambda case: bool(case.ratings)))
    yield "on_time", (many(lambda case: case.done[0]), many(lambda case: case.done[1]))
    yield "acceptance", (many(lambda case: case.accepted[0]), many(lambda case: case.accepted[1]))
    yield "revisit", (many(lambda case: case.closed is not None and case.has("revisit")), closed)
    if channel == "visit":
        yield "visit_closed", (closed, len(cases))
    if channel == "venue":
        yield "venue_solved", (many(lambda case: case.closed is not None and case.to_department), len(cases))
    if channel == "meeting":
        yield "meeting_answered", (many(lambda case: case.closed is not None and case.has("answer")), len(cases))
    if channel == "online":
        yield "online_solved", (closed, None)


def _of_links(files: Files) -> Counted:
    active = [row for row in files["members"] if row["status"] in ("active", "在岗")]
    loads = Counter(link["member"] for link in files["links"])
    households = [loads[row["id"]] for row in active]
    pairs = sum(abs(one - other) for one in households for other in households)
    served, all_members = sum(households), len(active)
    return {
        ("household_coverage", None): (served, len(files["households"])),
        ("caseload", None): (served, all_members),
        ("fairness_range", None): (max(households, default=0), min(households, default=0)),
        ("fairness_gini", None): (pairs, 2 * all_members * served),
        ("reported", None): (sum(bool(row.get("community")) for row in active), all_members),
    }


def _of_visits(files: Files, now: dt.datetime) -> Counted:
    needy = {row["household"] for row in files["persons"] if row.get("priority", "").lower() in YES}
    first = dt.datetime(now.year, (now.month - 1) // 3 * 3 + 1, 1, tzinfo=CHINA)
    before = first.replace(year=first.year - (first.month == 1), month=(first.month - 4) % 12 + 1)
    rolling = calendar = 0
    for row in files["households"]:
        visits = VISITS[row["risk"]]
        if row.get("priority", "").lower() in YES or row["id"] in needy:
            visits = max(visits, PRIORITY_VISITS)
        times = [time_of(visit["at"]) for visit in files["visits"] if visit["household"] == row["id"]]
        been = [time for time in times if time < now]
        last_ms = dt.timedelta(milliseconds=1)
        rolling += bool(been) and (now - last_ms - max(been)) * visits <= QUARTER
        calendar += sum(before <= time < first for time in times) >= visits
    households = len(files["households"])
    return {("cadence_rolling", None): (rolling, households), ("cadence_calendar", None): (calendar, households)}


def _channel(row: Row) -> str:
    return CHANNELS.get(row["channel"], row["channel"])


def time_of(text: str) -> dt.datetime:
    """A moment as the sheets write it: local time unless it names its zone."""
    time = dt.datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=CHINA)

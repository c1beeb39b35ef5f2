"""What time it is in the county: the clock in Asia/Shanghai, or the end of the day at which a county was frozen."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Now:
    """A moment of the county: milliseconds since 1970 in UTC, and the day (YYYY-MM-DD) that it is there."""

    ms: int
    today: str


def real_ms() -> int:
    """The clock, milliseconds since 1970 in UTC: for what Lianhu itself did, also in a frozen county."""
    return time.time_ns() // 1_000_000


def county_now(as_of_on: str | None, *, frozen: bool, clock_ms: int | None = None) -> Now:
    """Now, as gaps, deadlines and the history of links mean it.

    A frozen county lives at the end of its `as_of_on` day (YYYY-MM-DD); without that day it cannot be frozen.
    """
    if frozen and as_of_on:
        return end_of_day(as_of_on)
    ms = real_ms() if clock_ms is None else clock_ms
    return Now(ms, dt.datetime.fromtimestamp(ms / 1000, CHINA).date().isoformat())


def end_of_day(day: str) -> Now:
    """The last millisecond of a day (YYYY-MM-DD) in the county."""
    midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), CHINA)
    return Now(int(midnight.timestamp() * 1000) + DAY_MS - 1, day)

"""The county's clock: it stands still at the end of its day, so that its answers stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

AS_OF = date(2026, 9, 30)
NOW = datetime(2026, 10, 1)  # noqa: DTZ001 (the end of AS_OF, in local time as the sheets write it)
TIME_FORMAT = "%Y-%m-%d %H:%M"


def date_before(days: int) -> str:
    """The date `days` before the county's day."""
    return (AS_OF - timedelta(days=days)).isoformat()


def time_before(minutes: int) -> str:
    """The minute that lies `minutes` before now, as the sheets write it."""
    return (NOW - timedelta(minutes=minutes)).strftime(TIME_FORMAT)

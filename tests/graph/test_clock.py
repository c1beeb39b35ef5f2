"""What time it is in a county."""

from __future__ import annotations

from graph.clock import county_now, end_of_day

NEW_YEAR_IN_CHINA_MS = 1_767_196_800_000  # 2025-12-31T16:00:00Z


def test_a_frozen_county_lives_at_the_end_of_its_day() -> None:
    """2025-12-31 ends one millisecond before midnight in China, which is 16:00 in UTC, whatever the clock says."""
    now = county_now("2025-12-31", frozen=True, clock_ms=0)
    assert now == end_of_day("2025-12-31")
    assert (now.ms, now.today) == (NEW_YEAR_IN_CHINA_MS - 1, "2025-12-31")


def test_any_other_county_lives_by_the_clock_in_china() -> None:
    """At 16:00 UTC the new year has begun in China; a day of the data changes nothing unless it is frozen."""
    assert county_now("2020-01-01", frozen=False, clock_ms=NEW_YEAR_IN_CHINA_MS).today == "2026-01-01"
    assert county_now(None, frozen=True, clock_ms=NEW_YEAR_IN_CHINA_MS - 1).today == "2025-12-31"
    assert county_now(None, frozen=False).ms > NEW_YEAR_IN_CHINA_MS

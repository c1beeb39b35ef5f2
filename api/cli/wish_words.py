"""What a plan does with wishes, in short lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from planner.wishes import RefusedWish, WishReport

WHOSE = {"household_prefers": "households", "member_prefers": "members"}
MOST_NAMED = 3


def wish_lines(report: WishReport) -> Iterator[str]:
    """Wishes met for each side, the cheapest refused ones, pins and avoidances; nothing where there are none."""
    met = [f"{side.met:,} of {side.wishes:,} of {WHOSE[side.kind]}" for side in report.sides if side.wishes]
    if met:
        yield f"wishes met: {', '.join(met)}"
    for one in report.refused[:MOST_NAMED]:
        yield f"  refused: {_refused(one)}"
    if len(report.refused) > MOST_NAMED:
        yield f"  … and {len(report.refused) - MOST_NAMED:,} more refused"
    if report.pins or report.avoids:
        yield (
            f"pins kept: {report.pins_kept:,} of {report.pins:,}; "
            f"avoidances respected: {report.avoids_respected:,} of {report.avoids:,}"
        )


def _refused(one: RefusedWish) -> str:
    who, whom = (one.household, one.member) if one.kind == "household_prefers" else (one.member, one.household)
    if one.pair_minutes is None:
        return f"{who} for {whom}, at once against a rule: {one.rule}"
    word = "more" if one.pair_minutes >= 0 else "less"
    return f"{who} for {whom}, at once {abs(one.pair_minutes):,.1f} minutes {word} (this pair alone)"


def wish_json(report: WishReport) -> dict[str, Any]:
    """The whole report; shares are of one."""
    return {**asdict(report), "sides": [{**asdict(side), "share": side.share} for side in report.sides]}

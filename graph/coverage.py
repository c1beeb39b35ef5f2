"""Coverage gaps by cause: who and what nobody looks after. What each cause means: DESIGN.md, "Gaps"."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.clock import county_now, end_of_day
from graph.coverage_causes import CAUSES, Cause
from graph.coverage_facts import Facts
from graph.database import Database, Row
from graph.gap import Gap
from graph.gap_rules import GapRules, default_gap_rules
from graph.lease import read_county
from graph.queries import query
from graph.rules import Rules, default_rules
from graph.subtree import find_subtree
from graph.versions import version_at

__all__ = ["CAUSES", "Cause", "count_by_cause", "find_gaps", "posts_with_inactive_holder", "read_facts"]


def find_gaps(
    db: Database,
    *,
    grid: str | None = None,
    causes: Collection[str] | None = None,
    at: str | None = None,
    version: int | None = None,
    rules: Rules | None = None,
    gap_rules: GapRules | None = None,
) -> list[Gap]:
    """The gaps of a subtree (None: the whole county), in the order of CAUSES, then by id. `causes` None: all.

    `at` (YYYY-MM-DD): links and visits as they were at the end of that day, everything else as it is now; None: the
    county's now. `version`: the links of that version, whatever the day. It is read once if not given, so that all
    causes speak of the same links.

    Raises Refused when there is no county or no such grid.
    """
    facts = read_facts(db, grid=grid, at=at, version=version, rules=rules, gap_rules=gap_rules, parts=_parts(causes))
    # The servers compare text each in their own way; Python's order is the same on both.
    return [gap for cause in _asked(causes) for gap in sorted(cause.find(facts), key=lambda gap: gap.ids)]


def read_facts(
    db: Database,
    *,
    grid: str | None = None,
    at: str | None = None,
    version: int | None = None,
    rules: Rules | None = None,
    gap_rules: GapRules | None = None,
    parts: Iterable[str] = (),
) -> Facts:
    """What gaps are found in: these parts at once, others when they are asked for. Arguments as of find_gaps."""
    county = read_county(db)
    subtree = find_subtree(db, grid)
    now = county_now(county.as_of_on, frozen=county.frozen) if at is None else end_of_day(at)
    if version is None:
        version = county.version if at is None else version_at(db, now.ms)
    facts = Facts(
        db,
        subtree,
        version=version,
        now_ms=now.ms,
        rules=default_rules() if rules is None else rules,
        gap_rules=default_gap_rules() if gap_rules is None else gap_rules,
    )
    facts.read(parts)
    return facts


def _asked(causes: Collection[str] | None) -> list[Cause]:
    return [cause for cause in CAUSES.values() if causes is None or cause.name in causes]


def _parts(causes: Collection[str] | None) -> set[str]:
    return {"grids"}.union(*(cause.parts for cause in _asked(causes)))


def posts_with_inactive_holder(db: Database) -> list[Row]:
    """Posts of the whole county held by somebody on leave or gone: no vacancies, to be shown beside them."""
    return db.read(query("coverage/post_holder_inactive"))


def count_by_cause(gaps: Iterable[Gap]) -> dict[str, int]:
    """How many gaps of each cause, 0 included."""
    counts = dict.fromkeys(CAUSES, 0)
    for gap in gaps:
        counts[gap.cause] += 1
    return counts

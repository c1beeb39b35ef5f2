"""`lianhu gaps`: where coverage is missing, by cause."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from api.cli.debt_words import debt_json, debt_words
from api.cli.rules_file import rules_of, rules_option
from graph.coverage import CAUSES, find_gaps, posts_with_inactive_holder
from graph.database import Database, open_database
from graph.debt import coverage_debt
from graph.gap import Gap, as_csv, as_geojson, households_with_gaps
from graph.gap_rules import gap_rules_from
from graph.subtree import find_subtree

DEFAULT_LIMIT = 5
MEANINGS = {
    "no_member": "households that nobody is linked to",
    "member_inactive": "households whose member is on leave or gone",
    "too_few": "active members with fewer households than their least",
    "too_many": "active members with more households than their most",
    "overdue_visit": "households whose next visit is overdue",
    "never_visited": "households that nobody ever visited",
    "card_stale": "links whose card is older than the link",
    "post_vacant": "posts without a holder",
    "grid_without_member": "micro-grids with households and no active member",
    "profile_missing": "households that say they have no profile",
    "record_missing": "households that say they have no contact record",
    "no_centre_household": "buildings without a centre household",
    "no_venue_in_reach": "households too far on foot from every venue",
    "no_team_covers": "micro-grids that no team covers",
    "lone_elder_unwatched": "households of a lone elder with too few watchers",
}
MENDS = {
    "plan": "a new plan",
    "visit": "a visit",
    "card": "a new card",
    "appointment": "an appointment",
    "profile": "filling in the profile",
    "record": "writing the record",
    "venue": "a venue nearer by",
    "team": "a team for the grid",
    "pairing": "pairing members with it",
}
AS_OF_THEN = "links and visits as of then; members, posts, households, teams, venues and pairings as of now"


@click.command("gaps")
@click.option("--grid", metavar="ID", help="Only this grid (of any level) and all below it.")
@click.option("--cause", "causes", multiple=True, type=click.Choice(list(CAUSES)), help="Only this cause; repeatable.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Links and visits as of that day's end.")
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "json", "csv", "geojson"])
)
@click.option(
    "--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(0), help="Rows a cause, in a table."
)
@click.option("--counts", is_flag=True, help="Only how many, by cause; with --json one object.")
@rules_option
@click.option("--debt", is_flag=True, help="Visit-days owed by class, week by week, with a forecast.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(
    grid: str | None,
    causes: tuple[str, ...],
    at: dt.datetime | None,
    form: str,
    limit: int,
    counts: bool,
    rules_file: Path | None,
    debt: bool,
    as_json: bool,
) -> None:
    """List where coverage is missing, by cause.

    \b
    no_member            a household that nobody is linked to
    member_inactive      a household whose member is on leave or gone
    too_few, too_many    an active member outside of his bounds (his own, else 5 to 15)
    overdue_visit        a household whose last visit is more than 91 days, divided by
                         its visits a quarter, ago
    never_visited        a household that nobody ever visited
    card_stale           a link whose card was issued before it began
    post_vacant          a post without a holder
    grid_without_member  a micro-grid with households, none linked to an active member
    profile_missing, record_missing   a household that says so
    no_centre_household  a building without a filled post of a centre household
    no_venue_in_reach    a household more than 30 minutes on foot from every venue
    no_team_covers       a micro-grid that no team covers, itself or through a grid above
    lone_elder_unwatched a household with a lone elder and fewer than two active members
                         paired with it

    A household with three causes is one household and three gaps; both numbers are told. How bad: the minutes of the
    visits that were missed. A county that is frozen lives at the end of its day, any other now; --at goes back to the
    links and visits of another day, while members, posts, households, teams, venues and pairings stay as of now.

    --json gives a list with an object for each gap: `cause`, the ids of what it is (household, member, post, grid,
    building), the `path` of grids around it, `since`, what it is `mended_by`, and what else is known; --counts --json
    gives one object with the numbers alone. --debt tells the visit-days owed (one visit that is owed is one) by class,
    week by week, and what becomes of them when as many visits are made a week as in the last quarter. A new plan
    (lianhu plan) mends links; all else stays until somebody sees to it. --rules takes a county's own table [gaps]:
    quarter_days, venue_reach_minutes, watchers.

    \b
    lianhu gaps --grid G12 --cause no_member --cause member_inactive
    lianhu gaps --counts
    lianhu gaps --debt --grid G12
    lianhu gaps --format csv > gaps.csv
    """
    _refuse_mixtures(causes, form, counts=counts, debt=debt)
    day = None if at is None else at.date().isoformat()
    gap_rules = rules_of(rules_file, "gaps", gap_rules_from)
    with open_database() as db:
        if debt:
            told = coverage_debt(db, grid=grid, at=day, gap_rules=gap_rules)
            wanted = as_json or form == "json"
            click.echo(json.dumps(debt_json(told), ensure_ascii=False) if wanted else debt_words(told))
            return
        found = find_gaps(db, grid=grid, causes=causes or None, at=day, gap_rules=gap_rules)
        if counts and (as_json or form == "json"):
            click.echo(json.dumps(_numbers(found, causes, day), ensure_ascii=False))
        elif as_json or form == "json":
            click.echo(json.dumps([gap.as_json() for gap in found], ensure_ascii=False))
        elif form == "csv":
            click.echo(as_csv(found), nl=False)
        elif form == "geojson":
            click.echo(json.dumps(as_geojson(found), ensure_ascii=False))
        else:
            click.echo(_table(db, found, grid, causes or tuple(CAUSES), day, 0 if counts else limit))


def _refuse_mixtures(causes: Sequence[str], form: str, *, counts: bool, debt: bool) -> None:
    if (counts or debt) and form in ("csv", "geojson"):
        raise click.UsageError(f"--{'debt' if debt else 'counts'} is told as a table or as JSON; leave out --format.")
    if debt and (causes or counts):
        raise click.UsageError("--debt is about visits, all classes; leave out --cause and --counts.")


def _numbers(found: Sequence[Gap], causes: Sequence[str], day: str | None) -> dict[str, Any]:
    """Gaps and the different households that have any, in all and by cause, with the minutes of missed visits."""
    by_cause = {
        cause: [gap for gap in found if gap.cause == cause] for cause in CAUSES if not causes or cause in causes
    }
    return {
        "at": day,
        "as_of": "now" if day is None else AS_OF_THEN,
        **_both(found),
        "by_cause": {cause: _both(gaps) for cause, gaps in by_cause.items()},
    }


def _both(gaps: Sequence[Gap]) -> dict[str, Any]:
    return {
        "gaps": len(gaps),
        "households": households_with_gaps(gaps),
        "minutes_missed": round(sum(gap.minutes_missed for gap in gaps), 1),
    }


def _table(
    db: Database, found: Sequence[Gap], grid: str | None, causes: Sequence[str], day: str | None, limit: int
) -> str:
    subtree = find_subtree(db, grid)
    asked = [cause for cause in CAUSES if cause in causes]
    as_of = "" if day is None else f" at the end of {day}\n({AS_OF_THEN})"
    lines = [f"Coverage gaps in {subtree.name}{as_of}", *_counts(found, asked), _total(found)]
    for cause in asked:
        rows = [gap for gap in found if gap.cause == cause]
        lines += _rows(cause, rows, limit)
    if limit and "post_vacant" in asked and subtree.is_county:
        lines += _stand_ins(db)
    return "\n".join(lines)


def _counts(found: Sequence[Gap], asked: Sequence[str]) -> list[str]:
    by_cause: dict[str, list[Gap]] = {cause: [] for cause in asked}
    for gap in found:
        by_cause[gap.cause].append(gap)
    return [
        f"  {cause:<20}{len(gaps):>8,}  {MEANINGS[cause]}{_how_bad(gaps)}; mended by {_mend(cause)}"
        for cause, gaps in by_cause.items()
    ]


def _how_bad(gaps: Sequence[Gap]) -> str:
    minutes = sum(gap.minutes_missed for gap in gaps)
    return f" ({minutes:,.0f} minutes of visits missed)" if minutes else ""


def _mend(cause: str) -> str:
    return MENDS[CAUSES[cause].mended_by]


def _total(found: Sequence[Gap]) -> str:
    if not found:
        return "No gaps."
    households = households_with_gaps(found)
    return f"{len(found):,} gaps; {households:,} households have at least one."


def _rows(cause: str, rows: Sequence[Gap], limit: int) -> list[str]:
    if not rows or not limit:
        return []
    lines = ["", f"{cause} ({len(rows):,})", *(f"  {_line(gap)}" for gap in rows[:limit])]
    more = len(rows) - limit
    return (
        [*lines, f"  … and {more:,} more: --cause {cause} --limit {len(rows)}, or --format csv"] if more > 0 else lines
    )


def _line(gap: Gap) -> str:
    """The ids of one gap, where it is, and what is known of it."""
    facts = {"since": gap.since, **gap.facts}
    known = ", ".join(f"{key} {value}" for key, value in facts.items() if value is not None)
    return f"{' '.join(part for part in gap.ids if part):<16} {' / '.join(gap.path[1:])}  {known}".rstrip()


def _stand_ins(db: Database) -> list[str]:
    held = posts_with_inactive_holder(db)
    if not held:
        return []
    shown = "; ".join(
        f"{row['post']} {row['title']}: {row['member']} ({row['status']})" for row in held[:DEFAULT_LIMIT]
    )
    more = "; …" if len(held) > DEFAULT_LIMIT else ""
    return ["", f"Not vacant, but held by somebody on leave or gone ({len(held):,}): {shown}{more}"]

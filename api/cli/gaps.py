"""`lianhu gaps`: where coverage is missing, by cause."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import click

from graph.coverage import CAUSES, count_by_cause, find_gaps, posts_with_inactive_holder
from graph.database import Database, open_database
from graph.gap import Gap, as_csv, as_geojson, households_with_gaps
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
}


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
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(
    grid: str | None, causes: tuple[str, ...], at: dt.datetime | None, form: str, limit: int, as_json: bool
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

    A household with three causes is one household and three gaps; both numbers are told. A county that is frozen lives
    at the end of its day, any other now. --json gives a list with an object for each gap: `cause`, the ids of what it
    is (household, member, post, grid), the `path` of grids around it, `since`, what it is `mended_by`, and what else is
    known. A new plan (lianhu plan) mends links; visits, cards and posts stay until somebody sees to them.

    \b
    lianhu gaps --grid G12 --cause no_member
    lianhu gaps --format csv > gaps.csv
    """
    day = None if at is None else at.date().isoformat()
    with open_database() as db:
        found = find_gaps(db, grid=grid, causes=causes or None, at=day)
        if as_json or form == "json":
            click.echo(json.dumps([gap.as_json() for gap in found], ensure_ascii=False))
        elif form == "csv":
            click.echo(as_csv(found), nl=False)
        elif form == "geojson":
            click.echo(json.dumps(as_geojson(found), ensure_ascii=False))
        else:
            click.echo(_table(db, found, grid, causes or tuple(CAUSES), day, limit))


def _table(
    db: Database, found: Sequence[Gap], grid: str | None, causes: Sequence[str], day: str | None, limit: int
) -> str:
    subtree = find_subtree(db, grid)
    asked = [cause for cause in CAUSES if cause in causes]
    as_of = "" if day is None else f" at the end of {day} (links and visits as of then, everything else as of now)"
    lines = [f"Coverage gaps in {subtree.name}{as_of}", *_counts(found, asked), _total(found)]
    for cause in asked:
        rows = [gap for gap in found if gap.cause == cause]
        lines += _rows(cause, rows, limit)
    if "post_vacant" in asked and subtree.is_county:
        lines += _stand_ins(db)
    return "\n".join(lines)


def _counts(found: Sequence[Gap], asked: Sequence[str]) -> list[str]:
    counts = count_by_cause(found)
    return [f"  {cause:<20}{counts[cause]:>8,}  {MEANINGS[cause]}; mended by {_mend(cause)}" for cause in asked]


def _mend(cause: str) -> str:
    words = {"plan": "a new plan", "visit": "a visit", "card": "a new card", "appointment": "an appointment"}
    return words[CAUSES[cause].mended_by]


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
